"""Pictures of lecture 13: encoder and decoder, alignment, exact translations by length.

Chinese characters need a font that Matplotlib does not bring along, and many machines have none. So a `SceneWithChinese` has
two faces: as SVG its characters are text, for which the reader's browser finds the font, with their pinyin in small Latin letters
below, for readers and machines without Chinese; as PNG there is the pinyin alone. No character ever reaches Matplotlib, and the
stored pictures are the same on every machine.
"""

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


class SceneWithChinese(Scene):
    """A `Scene` whose SVG holds Chinese characters as text, pinyin below; its PNG has the pinyin alone and needs no font."""

    def svg(self):
        """The scene as SVG: below each text that holds Chinese stands its pinyin, in half the size."""
        both = Scene(self.width, self.height, self.description)
        for shape in self.shapes:
            both.shapes.append(shape)
            if shape[0] == "text" and in_pinyin(shape[3]) != shape[3]:
                _, x, y, words, size, *rest = shape
                both.shapes.append(("text", x, y + 0.9 * size, in_pinyin(words), 0.5 * size, *rest))
        return both.svg()

    def png(self):
        """The scene as PNG bytes, in pinyin, in smaller letters where a character was."""
        latin = Scene(self.width, self.height, self.description)
        for shape in self.shapes:
            if shape[0] == "text" and in_pinyin(shape[3]) != shape[3]:
                shape = (*shape[:3], in_pinyin(shape[3]), (0.62 if shape[4] >= 24 else 0.5) * shape[4], *shape[5:])
            latin.shapes.append(shape)
        return latin.png()


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
    width, scene = 840 / len(steps), SceneWithChinese(880, 280)
    for i, (read, colour, written) in enumerate(steps):
        x, side = 20 + width * (i + 0.5), "state" if written is None else "output"
        scene.rectangle(x - 0.3 * width, 120, 0.6 * width, 46, tint(COLOURS[side], 0.35), COLOURS[side], 6, 2.5)
        scene.line([(x, 214), (x, 170)], colour, 2, arrow=True)
        scene.text(x, 232, read, 13 if read.isascii() else 24, colour, "middle", bold=True)
        if i + 1 < len(steps):
            scene.line([(x + 0.3 * width, 143), (x + 0.7 * width, 143)], COLOURS["state"], 3, arrow=True)
        if written is not None:
            scene.line([(x, 116), (x, 82)], COLOURS["output"], 2, "--", arrow=True)
            scene.text(x, 62, written, 13 if written.isascii() else 24, COLOURS["output"], "middle", bold=True)
    if look_back:
        x = 20 + width * (len(words) + 0.5)
        for i in range(len(words)):
            start = 20 + width * (i + 0.5)
            scene.line([(start, 118), (start, 96), (x - 0.2 * width, 96), (x - 0.2 * width, 116)], COLOURS["gradient"], 1.5)
    scene.text(20, 265, "the encoder reads", 15, COLOURS["input"])
    scene.text(860, 265, "the decoder writes, and reads what it wrote", 15, COLOURS["output"], "end")
    return scene


def alignment(words, characters, weights):
    """Where the decoder looked when it wrote each character: one row a character, one column a word, darker is more.

    `words`: (T,), `characters`: (S,), at most 13 of them; `weights`: (S, T), rows that add up to 1. Returns a Scene. Raises
    ValueError if they do not fit.
    """
    _fits(words, characters, weights)
    if len(characters) > 13:
        raise ValueError(f"{len(characters)} characters: this table holds at most 13")
    cell, scene = min(110, 780 / len(words)), SceneWithChinese(880, 60 + 32 * len(characters))
    for i, word in enumerate(words):
        scene.text(90 + cell * (i + 0.5), 26, word, 16 if cell > 60 else 12, COLOURS["input"], "middle", bold=True)
    for j, character in enumerate(characters):
        y = 50 + 32 * j
        scene.text(60, y + 15, character, 15 if character.isascii() else 24, COLOURS["output"], "middle", bold=True)
        for i, weight in enumerate(weights[j]):
            scene.rectangle(90 + cell * i, y, cell - 2, 30, tint(COLOURS["gradient"], weight), PALE, 3, 1)
            if weight >= 0.1:
                scene.text(90 + cell * (i + 0.5), y + 15, f"{weight:.2f}", 14, INK, "middle", font="mono")
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
        scene.text(bottom[j], 229, character, size, COLOURS["output"], "middle", bold=True)
    return scene


def exact_by_length(groups, rows):
    """The share of exact translations by the length of the source: the mean of the starts, and a dot for each.

    `groups`: names of G lengths; `rows`: dictionary from name, at most 3, to (starts, G) shares. Returns fig, ax.
    """
    with drawing(8.2, 4.3) as (fig, ax):
        for (name, values), meaning in zip(rows.items(), ("state", "future", "past")):
            values = np.asarray(values, float)
            style = line(meaning)
            ax.plot(range(len(groups)), values.mean(0), **style, label=name)
            for row in values:
                ax.plot(range(len(groups)), row, **{**style, "linestyle": "none", "markersize": 4}, alpha=0.6, clip_on=False)
        ax.set(xlabel="tokens of the source", ylabel="share of exact translations", ylim=(-0.02, 1.02))
        ax.set_xticks(range(len(groups)), groups)
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return fig, ax
