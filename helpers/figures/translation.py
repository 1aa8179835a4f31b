"""Pictures of lecture 13: encoder and decoder, alignment, exact translations by length.

Chinese characters need a font that Matplotlib does not bring along, and many machines have none. So a `SceneWithChinese` draws
them from outlines (characters.txt), with their pinyin in small Latin letters, for readers without Chinese. No character reaches
Matplotlib or the browser as text, and pictures are the same on every machine.
"""

import functools
import pathlib

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, drawing, line, tint

_PINYIN = """
我wǒ 这zhè 那nà 欢huan 喜xǐ 有yǒu 了le 个gè 上shàng 一yī 妈mā 天tiān 爸bà 本běn 在zài 他tā 辆liàng 电diàn 车chē 的de 首shǒu
们men 月yuè 会huì 朋péng 友you 期qī 星xīng 歌gē 台tái 没méi 部bù 影yǐng 今jīn 小xiǎo 看kàn 书shū 不bù 把bǎ 老lǎo 师shī 她tā
你nǐ 汽qì 唱chàng 修xiū 生shēng 家jiā 医yī 趣qù 借jiè 只zhī 读dú 下xià 吗ma 行xíng 自zì 张zhāng 过guo 旧jiù 卖mài 写xiě 每měi
子zi 和hé 还hái 早zǎo 说shuō 是shì 但dàn 昨zuó 图tú 洗xǐ 相xiàng 机jī 想xiǎng 脑nǎo 买mǎi 新xīn 起qǐ 椅yǐ 件jiàn 三sān 狗gǒu
五wǔ 非fēi 杂zá 志zhì 常cháng 校xiào 学xué 衬chèn 衫shān 诗shī 四sì 地dì 封fēng 信xìn 正zhèng 两liǎng 门mén 厦xià 色sè 雨yǔ
伞sǎn 太tài 很hěn 晚wǎn 猫māo 明míng 贵guì 漂piào 亮liang 面miàn 片piàn 照zhào 也yě 餐cān 厅tīng 酒jiǔ 店diàn 来lái 北běi
从cóng 京jīng 大dà 红hóng 黑hēi 里lǐ 馆guǎn 桌zhuō 样yàng 比bǐ 后hòu 间jiān 房fáng 前qián ，, ？?
"""
PINYIN = {pair[0]: pair[1:] for pair in _PINYIN.split()}
MOST_WORDS, MOST_CHARACTERS = 15, 30


def in_pinyin(words):
    """The words with each Chinese character as pinyin, with spaces between; unknown ones as "?". Other letters stay."""
    parts = [PINYIN.get(sign, "?") if ord(sign) > 0x2E80 else sign for sign in words]
    return " ".join(parts) if any(ord(sign) > 0x2E80 for sign in words) else words


@functools.cache
def outlines():
    """{character: its outline}, for `Scene.outline`: every Chinese character of the course's phrases."""
    text = pathlib.Path(__file__).with_name("characters.txt").read_text(encoding="utf-8")
    return {row[0]: row[2:] for row in text.splitlines() if row and row[0] != "#"}


class SceneWithChinese(Scene):
    """A `Scene` that draws Chinese characters itself, with their pinyin below, or beside them if `beside` is true.

    A text with a character that has no outline is drawn as pinyin alone, where such a character is "?".
    """

    def __init__(self, width, height, beside=False):
        super().__init__(width, height)
        self.beside = beside

    def text(self, x, y, words, size=15, colour=INK, anchor="start", bold=False, font="sans"):
        """As `Scene.text`; of a Chinese text `size` is that of its characters."""
        sounds = in_pinyin(words)
        if sounds == words:
            return super().text(x, y, words, size, colour, anchor, bold, font)
        if not set(words) <= outlines().keys():
            return super().text(x, y, sounds, 0.5 * size, colour, anchor, bold, font)
        left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * size * len(words)
        for k, sign in enumerate(words):
            self.outline(left + k * size, y + 0.36 * size, size, outlines()[sign], colour, 0.03 * size if bold else 0)
        if self.beside:
            return super().text(left + size * (len(words) + 0.2), y, sounds, 0.5 * size, colour)
        return super().text(x, y + 0.85 * size, sounds, 0.5 * size, colour, anchor)


def _fits(words, characters, weights=None):
    if not (1 <= len(words) <= MOST_WORDS and 1 <= len(characters) <= MOST_CHARACTERS):
        sizes = f"{len(words)} words, {len(characters)} characters"
        raise ValueError(f"{sizes}: give 1 to {MOST_WORDS} words and 1 to {MOST_CHARACTERS} characters")
    if weights is not None and np.shape(weights) != (len(characters), len(words)):
        raise ValueError(f"weights of shape {np.shape(weights)}: give one row a character, one column a word")


def encoder_and_decoder(words, characters, look_back=False):
    """The two networks in a row: one reads the words, the other starts from its last state, writes and reads what it wrote.

    `words`, `characters`: the source and its translation, at most 16 in all; `look_back`: whether the decoder also reads
    all states of the encoder, drawn for its first character. Returns a Scene. Raises ValueError if they do not fit.
    """
    _fits(words, characters)
    steps = [(word, COLOURS["input"], None) for word in words]
    steps += [(read, COLOURS["output"], written) for read, written in zip(["<sos>", *characters], [*characters, "<eos>"])]
    if len(steps) > 17:
        raise ValueError(f"{len(steps)} steps: this picture holds at most 17")
    width, scene = 840 / len(steps), SceneWithChinese(880, 300)
    for i, (read, colour, written) in enumerate(steps):
        x, side = 20 + width * (i + 0.5), "state" if written is None else "output"
        scene.rectangle(x - 0.3 * width, 120, 0.6 * width, 46, tint(COLOURS[side], 0.35), COLOURS[side], 6, 2.5)
        scene.line([(x, 214), (x, 170)], colour, 2, arrow=True)
        scene.text(x, 232, read, 13 if read.isascii() else 26, colour, "middle", bold=True)
        if i + 1 < len(steps):
            scene.line([(x + 0.3 * width, 143), (x + 0.7 * width, 143)], COLOURS["state"], 3, arrow=True)
        if written is not None:
            scene.line([(x, 116), (x, 74)], COLOURS["output"], 2, "--", arrow=True)
            y, size = (55, 13) if written.isascii() else (32, 26)
            scene.text(x, y, written, size, COLOURS["output"], "middle", bold=True)
    if look_back:
        x = 20 + width * (len(words) + 0.5)
        for i in range(len(words)):
            start = 20 + width * (i + 0.5)
            scene.line([(start, 118), (start, 96), (x - 0.2 * width, 96), (x - 0.2 * width, 116)], COLOURS["gradient"], 1.5)
        scene.text(20 + width / 2, 80, "attention reads all states", 15, COLOURS["gradient"])
    scene.text(20, 284, "the encoder reads", 15, COLOURS["input"])
    scene.text(860, 284, "the decoder writes, and reads what it wrote", 15, COLOURS["output"], "end")
    return scene


def alignment(words, characters, weights):
    """Where the decoder looked when it wrote each character: one row a character, one column a word, darker is more.

    `words`: (T,), `characters`: (S,), at most 13 of them; `weights`: (S, T), rows that add up to 1. Returns a Scene. Raises
    ValueError if they do not fit.
    """
    _fits(words, characters, weights)
    if len(characters) > 13:
        raise ValueError(f"{len(characters)} characters: this table holds at most 13")
    cell, scene = min(126, 760 / len(words)), SceneWithChinese(880, 60 + 32 * len(characters), beside=True)
    for i, word in enumerate(words):
        scene.text(104 + cell * (i + 0.5), 26, word, 16 if cell > 60 else 12, COLOURS["input"], "middle", bold=True)
    for j, character in enumerate(characters):
        y = 50 + 32 * j
        scene.text(20, y + 15, character, 15 if character.isascii() else 26, COLOURS["output"], bold=True)
        for i, weight in enumerate(weights[j]):
            scene.rectangle(104 + cell * i, y, cell - 2, 30, tint(COLOURS["gradient"], weight), PALE, 3, 1)
            if weight >= 0.1:
                scene.text(104 + cell * (i + 0.5), y + 15, f"{weight:.2f}", 14, INK, "middle", font="mono")
    return scene


def alignment_lines(words, characters, weights, chosen=None):
    """Words above, characters below, and a line from a character to each word that it looked at, thicker for more.

    `words`: (T,), `characters`: (S,); `weights`: (S, T); `chosen`: the number of the character whose lines are drawn strong, with
    their weights, None for none. Returns a Scene. Raises ValueError if they do not fit.
    """
    _fits(words, characters, weights)
    scene = SceneWithChinese(880, 270)
    step, pace = 860 / len(words), 860 / len(characters)
    top, bottom = [10 + step * (i + 0.5) for i in range(len(words))], [10 + pace * (j + 0.5) for j in range(len(characters))]
    for j, row in enumerate(weights):
        for i, weight in enumerate(row):
            if weight >= 0.05:
                colour = COLOURS["gradient"] if j == chosen else tint(GREY, 0.25 + 0.5 * (chosen is None))
                scene.line([(bottom[j], 206), (top[i], 68)], colour, 0.5 + 7 * weight)
    for i, word in enumerate(words):
        scene.text(top[i], 50, word, min(17, 1.45 * step / max(3, len(word))), COLOURS["input"], "middle", bold=True)
        if chosen is not None:
            scene.text(top[i], 22, f"{weights[chosen][i]:.2f}", 14, INK, "middle", font="mono")
    for j, character in enumerate(characters):
        if j == chosen:
            scene.rectangle(bottom[j] - pace / 2 + 1, 208, pace - 2, 58, tint(COLOURS["highlight"], 0.6), INK, 5, 1.5)
        size = min(15, 0.4 * pace) if character.isascii() else min(26, 0.8 * pace)
        scene.text(bottom[j], 237 if character.isascii() else 228, character, size, COLOURS["output"], "middle", bold=True)
    return scene


def exact_by_length(groups, rows):
    """The share of exact translations by the length of the source: the mean of the starts, and a dot for each.

    `groups`: names of G lengths; `rows`: dictionary from name, at most 4, to (starts, G) shares. Returns fig, ax.
    """
    with drawing(8.2, 4.3) as (fig, ax):
        for place, ((name, values), meaning) in enumerate(zip(rows.items(), ("state", "output", "future", "past"))):
            values = np.asarray(values, float)
            style, x = line(meaning), np.arange(len(groups)) + 0.1 * (place - 1.5)  # side by side, so that none hides another
            ax.plot(x, values.mean(0), **style, label=name)
            for row in values:
                ax.plot(x + 0.04, row, **{**style, "linestyle": "none", "markersize": 4}, alpha=0.6, clip_on=False)
        ax.set(xlabel="tokens of the source", ylabel="share of exact translations", ylim=(-0.02, 1.02))
        ax.set_xticks(range(len(groups)), groups)
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=len(rows))
    return fig, ax
