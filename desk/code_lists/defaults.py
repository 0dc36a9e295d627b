"""The lists that there are, as a new site has them."""

from collections.abc import Mapping
from types import MappingProxyType

from desk.code_lists.entry import CodeEntry


def _entries(*rows: tuple[str, str, str]) -> tuple[CodeEntry, ...]:
    return tuple(CodeEntry(code=code, zh=zh, en=en) for code, zh, en in rows)


DISPOSITION = "disposition"
"""How a conversation ended, noted at wrap-up."""
PAUSE_REASON = "pause_reason"
"""Why an agent takes no calls."""
RECORDING_PAUSE = "recording_pause"
"""What is said while a recording is paused (PCI DSS)."""
TRANSFER_REASON = "transfer_reason"
"""Why a caller is passed on (F2.8)."""

DEFAULTS: Mapping[str, tuple[CodeEntry, ...]] = MappingProxyType(
    {
        DISPOSITION: _entries(
            ("new_report", "新申告已受理", "New report taken"),  # F2.7
            ("repeat_report", "重复申告已答复", "Repeat report answered"),  # F2.5
            ("supplement", "补充申告已记录", "Supplementary report noted"),  # F2.6
            ("answered", "现场答复", "Answered on the spot"),
            ("planned_works", "工程影响已说明", "Planned works explained"),
            ("to_senior", "转高级话务员", "Passed on to a senior agent"),
            ("to_manager", "转经理热线", "Passed on to the manager hotline"),
            (
                "identity_mismatch",
                "资料不符，请机主申告",
                "Not the subscriber: must report in person",
            ),  # F2.3
            ("enquiry", "咨询其它业务", "Enquiry about other services"),
            ("no_caller", "无声、断线或骚扰", "Silent, cut off or a nuisance"),
        ),
        PAUSE_REASON: _entries(
            ("break", "小休", "Break"),
            ("meal", "用餐", "Meal"),
            ("meeting", "班前会、会议", "Briefing or meeting"),
            ("training", "培训", "Training"),
            ("paperwork", "整理资料", "Paperwork"),
            ("call_back", "回访用户", "Calling customers back"),
        ),
        RECORDING_PAUSE: _entries(
            ("identity_number", "证件号码", "Identity number"),
            ("card_number", "银行卡号", "Card number"),
            ("password", "密码", "Password"),
            ("private_matter", "个人隐私", "Private matter"),
        ),
        TRANSFER_REASON: _entries(
            ("key_account", "大用户申告", "Key account's report"),  # F2.3
            ("overdue", "申告已超时", "Report overdue"),  # F2.5
            ("not_accepted", "用户不接受答复", "Answer not accepted"),  # F2.5
            ("difficult", "需高级话务员处理", "Needs a senior agent"),
            ("compensation", "要求赔偿", "Asks for compensation"),
            ("language", "需要其它语言服务", "Needs another language"),
            ("asked_for", "用户指定的部门或人员", "Asked for by the caller"),
        ),
    }
)
