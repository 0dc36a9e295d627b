import { expect, test } from 'vitest'
import { flat } from './flat'
import { words } from './zh'

/** What is one thing has one name: the glossary's, and where the hotline's own sentences differ, theirs. */
const FORBIDDEN: readonly [forbidden: RegExp, reason: string][] = [
  [/障碍单|障碍工单|故障申告|申告单/, '障碍申告（短：申告，其编号：申告编号）：用户的申告还不是派出的工单'],
  [/重要客户|大客户|重点用户/, '大用户：直接转高级话务员的用户'],
  [/测试中心|测量台/, '测量中心：接收工单的部门；测试线路的设备称测试设备'],
  [/密语/, '耳语：只有话务员听得到的监听方式'],
  [/跟单/, '追单：同一故障上的后续工单'],
  [
    /无拨号音|不能打出|不能打入|宽带故障/,
    '与热线念给用户的类别一致：没有拨号音、打不出去、打不进来、上网问题',
  ],
  [/其他/, '其它：与热线的语音一致'],
  [/障碍现象/, '故障现象：与热线的语音一致'],
  [/故障电话/, '故障号码：有故障的线路的号码'],
  [/座席|坐席|客服/, '话务员'],
  [/来电者|来电人|呼叫者|打电话的人/, '用户：拨打热线的人'],
  [/客户(?!资料|名称)/, '拨打热线的人称用户，线路属于机主；登记在案的称客户资料'],
  [/户主|业主/, '机主：线路的主人'],
  [/用户名|(添加|修改|查看|维护|停用|该|这个)用户/, '账户：登录本系统的人，以登录名登录；用户是拨打热线的人'],
]

test.each(FORBIDDEN)('nothing is called %s', (forbidden) => {
  const found = [...flat(words)].filter(([, text]) => forbidden.test(text))
  expect(found).toEqual([])
})
