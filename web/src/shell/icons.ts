// Icons of the navigation; a room that needs another one adds it here.
export {
  Document,
  DocumentChecked,
  Files,
  Grid,
  Headset,
  Microphone,
  Monitor,
  Phone,
  Setting,
  Tickets,
} from '@element-plus/icons-vue'
