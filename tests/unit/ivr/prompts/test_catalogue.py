"""The catalogues: what is agreed is there word for word, and a mistake is named with its file and prompt."""

import re
from pathlib import Path

import pytest

from ivr.prompts.catalogue import CatalogueError, load_catalogues

CATALOGUES = load_catalogues()

AGREED = {
    "V1": "您好,请输入您的故障电话号码,并按#号确认",
    "V2": "您输入的电话号码为",
    "V2_confirm": "确认请按1,重新输入请按2",
    "V3": "对不起,您输入的电话号码有误,请重新输入",
    "V4_mended": "对不起,您的电话已经修复",
    "V4_works": "对不起,您的电话因电信工程影响,暂时出现故障,我们会尽快予以恢复",
    "V5": "您好,请输入您的联系电话和故障现象,并按#号确认",
    "V6": "您的联系电话为",
    "V6_symptom": "故障现象为",
    "V6_confirm": "确认请按1,重新录入请按2",
    "V7": "如果您需要给查修员留言,请按1",
    "V8": '听到"嘟"的一声后,请留言,留言完毕按#号键确认',
    "V9": "您的电话故障申告已被受理,我们会尽快予以解决",
    "V10": "确认请按1,重新录音请按2,退出请按3",
    "V11": "需要其它服务请按1;退出请按2",
}
"""V1-V11 of the fault-report hotline; where a number or a recording is spoken in between, in parts."""

OF_THE_FLOWS = """
welcome hotline_menu other_services_menu language_changed V5_contact V5_symptom V5_class
class_1 class_2 class_3 class_4 class_5 class_6 class_7
repeat_open repeat_message last_test ask_agent testing test_busy still_testing test_unavailable test_result
verdict_ok verdict_open verdict_short verdict_ground verdict_foreign_voltage verdict_low_insulation
verdict_off_hook verdict_unknown report_number enter_report_number report_unknown message_kept
nothing_recorded invalid invalid_key silence to_agent desk_trouble trouble queue_question voicemail
voicemail_kept goodbye place wait_minutes nobody_there callback_number callback_kept
digit_0 digit_1 digit_2 digit_3 digit_4 digit_5 digit_6 digit_7 digit_8 digit_9
"""

VOICE = '[voice]\nname = "cmn"\nspeed = 200\ndigit_speed = 150\n'
GOOD = VOICE + '[V1]\ntext = "您好"\nclause = "F1.2"\n'


@pytest.mark.parametrize("prompt", AGREED)
def test_mandarin_is_word_for_word_as_agreed(prompt: str) -> None:
    assert CATALOGUES["zh"][prompt].text == AGREED[prompt]


def test_every_language_has_every_prompt_of_the_flows_and_no_other() -> None:
    expected = {*AGREED, *OF_THE_FLOWS.split()}
    assert {language: set(catalogue) for language, catalogue in CATALOGUES.items()} == {
        "zh": expected,
        "en": expected,
    }


@pytest.mark.parametrize(
    "clause",
    # F1.14 is the caller's hang-up: nobody is left to speak to.
    [*(f"F1.{number}" for number in range(1, 14)), "F2.1"],
)
def test_every_clause_that_speaks_has_a_prompt(clause: str) -> None:
    for catalogue in CATALOGUES.values():
        assert any(prompt.clause == clause for prompt in catalogue.values())


def test_both_languages_speak_for_the_same_clauses() -> None:
    zh, en = CATALOGUES["zh"], CATALOGUES["en"]
    assert {name: zh[name].clause for name in zh} == {name: en[name].clause for name in en}


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_two_prompts_say_the_same(language: str) -> None:
    texts = [prompt.text for prompt in CATALOGUES[language].values()]
    assert len(set(texts)) == len(texts)


def test_one_is_read_yao_in_mandarin_numbers() -> None:
    assert CATALOGUES["zh"]["digit_1"].text == "幺"


def test_mandarin_voice_gets_no_sign_that_it_would_misread() -> None:
    given = [said for prompt in CATALOGUES["zh"].values() for said in prompt.utterances]
    mandarin = [said.text for said in given if said.voice.language == "zh"]
    assert not [text for text in mandarin if re.search(r'[,:;?#"A-Za-z]', text)]


def test_hash_key_is_spelt_out_and_the_text_kept() -> None:
    prompt = CATALOGUES["zh"]["V1"]
    assert "#号" in prompt.text
    assert "井号" in prompt.utterances[0].text


def test_menu_offers_the_other_language_in_that_language() -> None:
    for language, other in (("zh", "en"), ("en", "zh")):
        voices = [said.voice.language for said in CATALOGUES[language]["hotline_menu"].utterances]
        assert voices == [language, other]


def test_digits_have_their_own_speed(tmp_path: Path) -> None:
    (tmp_path / "zh.toml").write_text(GOOD + '[digit_1]\ntext = "幺"\nclause = "F1.2"\n')
    catalogue = load_catalogues(tmp_path)["zh"]
    assert [catalogue[name].utterances[0].voice.speed for name in ("V1", "digit_1")] == [200, 150]


@pytest.mark.parametrize(
    ("content", "names", "reason"),
    [
        ("[V1\n", "at line 1", "not TOML"),
        ('[V1]\ntext = "a"\nclause = "F1.2"\n', "[voice] is missing", "no voice"),
        (VOICE.replace("200", "20"), "[voice] speed", "a speed nobody can follow"),
        (VOICE.replace('"cmn"', '"cmn; reboot"'), "[voice] name", "a name that no engine has"),
        (GOOD + '[V2]\ntext = "a"\n', "[V2] clause", "no clause"),
        (GOOD + '[V2]\nclause = "F1.2"\n', "[V2] text", "no text"),
        (GOOD + '[V2]\ntext = ""\nclause = "F1.2"\n', "[V2] text", "nothing to say"),
        (GOOD + '[V2]\ntext = "号码为:……"\nclause = "F1.2"\n', "[V2] text", "a gap belongs between prompts"),
        (
            GOOD + '[V2]\ntext = "a\\nb"\nclause = "F1.2"\n',
            "[V2] text",
            "a line break ends what the voice reads",
        ),
        (GOOD + '[V2]\ntext = "<say>"\nclause = "F1.2"\n', "[V2] text", "markup"),
        (GOOD + '[V2]\ntext = "a"\nclause = "first"\n', "[V2] clause", "not a clause"),
        (GOOD + '[V2]\ntext = "a"\nclause = "F1.2"\nspeed = 3\n', "[V2] speed", "an unknown field"),
        (GOOD + '["../V2"]\ntext = "a"\nclause = "F1.2"\n', "[../V2]", "an id is a file's name"),
        ('V2 = "a"\n' + GOOD, "[V2] table", "a prompt that is no table"),
        (GOOD + '[V2]\ntext = 3\nclause = "F1.2"\n', "[V2] text", "a number for a text"),
        (GOOD + '[V1]\ntext = "a"\nclause = "F1.2"\n', "V1", "an id twice"),
        (
            GOOD + '[V2]\ntext = "a"\nclause = "F1.2"\nthen = { language = "fr", text = "b" }\n',
            "[V2] then: no language 'fr'",
            "a language without catalogue",
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_prompt(
    tmp_path: Path, content: str, names: str, reason: str
) -> None:
    file = tmp_path / "zh.toml"
    file.write_text(content)
    with pytest.raises(CatalogueError) as mistake:
        load_catalogues(tmp_path)
    assert str(file) in str(mistake.value), reason
    assert names in str(mistake.value), reason


def test_a_prompt_that_only_one_language_has_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "zh.toml").write_text(GOOD)
    (tmp_path / "en.toml").write_text(GOOD.replace("V1", "V2"))
    with pytest.raises(CatalogueError, match=r"en\.toml: \[V1\] is missing"):
        load_catalogues(tmp_path)


def test_another_encoding_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "zh.toml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CatalogueError, match=r"zh\.toml"):
        load_catalogues(tmp_path)


def test_a_folder_without_catalogues_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue"):
        load_catalogues(tmp_path)
