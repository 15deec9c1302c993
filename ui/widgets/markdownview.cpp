// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdownview.h"

#include "ui/widgets/safetext.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocumentFragment>
#include <QTextDocument>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

/// Qt's Markdown importer recurses into block quotes and lists; a card is never nested this deep by hand.
constexpr int deepestNesting = 32;

QString withBoundedNesting(const QString &markdown)
{
    QString result;
    result.reserve(markdown.size());
    const QStringList lines = markdown.split(u'\n');
    for (const QString &line : lines) {
        int markers = 0;
        qsizetype i = 0;
        for (; i < line.size() && (line[i].isSpace() || u">-*+"_s.contains(line[i])); ++i)
            markers += line[i].isSpace() ? 0 : 1;
        result += markers > deepestNesting ? line.mid(i) : line;
        result += u'\n';
    }
    return result;
}

void styleText(QTextDocument *document, const Theme &theme)
{
    QTextCursor cursor(document);
    cursor.beginEditBlock();
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        const int level = format.headingLevel();
        format.setTopMargin(theme.px(level > 0 ? 14 : 4));
        format.setBottomMargin(theme.px(4));
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
        if (level == 0)
            continue;
        QTextCharFormat heading;
        // Steps of QTextDocument's own scale, which would win over a font: 1 is 1.2 times the body, 0 the body.
        heading.setProperty(QTextFormat::FontSizeAdjustment, level == 1 ? 1 : 0);
        heading.setFontWeight(QFont::DemiBold);
        cursor.setPosition(block.position());
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(heading);
    }
    cursor.endEditBlock();
    const QList<QTextFrame *> frames = document->rootFrame()->childFrames();
    for (QTextFrame *frame : frames) {
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderCollapse(true);
            format.setBorder(1);
            format.setBorderBrush(theme.color(ColorRole::Border));
            format.setCellPadding(theme.px(5));
            format.setCellSpacing(0);
            table->setFormat(format);
        }
    }
}

/// Pictures become words: nothing is loaded, and a broken-picture sign would look like a fault.
void replacePictures(QTextDocument *document, const Theme &theme)
{
    struct Picture
    {
        int position;
        QString words;
    };
    QList<Picture> pictures;
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (!fragment.charFormat().isImageFormat())
                continue;
            for (int i = 0; i < fragment.length(); ++i) {
                //: In a text from outside, in place of a picture; %1 is where the picture would be.
                pictures << Picture{fragment.position() + i, MarkdownView::tr("[picture not shown: %1]")
                                        .arg(fragment.charFormat().toImageFormat().name())};
            }
        }
    }
    QTextCharFormat format;
    format.setForeground(theme.color(ColorRole::TextMuted));
    QTextCursor cursor(document);
    for (qsizetype i = pictures.size() - 1; i >= 0; --i) {
        cursor.setPosition(pictures[i].position);
        cursor.deleteChar();
        cursor.insertText(pictures[i].words, format);
    }
}

} // namespace

MarkdownView::MarkdownView(const QString &name, QWidget *parent)
    : QTextBrowser(parent)
{
    setAccessibleName(name);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(Theme::current().px(14));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (isAllowedLink(link))
            emit linkRequested(link, readableLink(link));
        else
            emit linkRefused(readableLink(link));
    });
}

void MarkdownView::setMarkdownText(const QString &markdown)
{
    m_text = markdown;
    m_raw = false;
    showText();
}

void MarkdownView::setRawText(const QString &markdown)
{
    m_text = markdown;
    m_raw = true;
    showText();
}

void MarkdownView::showText()
{
    const Theme theme = Theme::current();
    QString shown = visibleText(m_text.left(maximumLength));
    if (m_text.size() > maximumLength) {
        //: Under a text that is too long to be shown whole.
        shown += u"\n\n"_s + tr("[Cut here: the text is longer than what is shown.]");
    }
    QPalette colors;
    colors.setColor(QPalette::Base, theme.color(ColorRole::Surface));
    viewport()->setPalette(colors);
    document()->setDefaultFont(m_raw ? theme.monospaceFont() : theme.font());
    const int position = verticalScrollBar()->value();
    if (m_raw) {
        setPlainText(shown);
    } else {
        document()->setMarkdown(withBoundedNesting(shown), QTextDocument::MarkdownFeatures(
            QTextDocument::MarkdownNoHTML | QTextDocument::MarkdownDialectGitHub));
        replacePictures(document(), theme);
        styleText(document(), theme);
    }
    verticalScrollBar()->setValue(position);
}

bool MarkdownView::isAllowedLink(const QUrl &link)
{
    if (!link.isValid() || !link.userInfo().isEmpty())
        return false;
    if (link.scheme() == u"https"_s)
        return !link.host().isEmpty();
    return link.scheme() == u"mailto"_s && !link.path().isEmpty();
}

QString MarkdownView::readableLink(const QUrl &link)
{
    return visibleText(QString::fromLatin1(link.toEncoded(QUrl::FullyEncoded)));
}

QVariant MarkdownView::loadResource(int, const QUrl &)
{
    // QTextBrowser reads local files for images and style sheets, even from Markdown without HTML.
    return {};
}

void MarkdownView::doSetSource(const QUrl &, QTextDocument::ResourceType)
{
    // setSource() would load; this view is only ever given text.
}

QMimeData *MarkdownView::createMimeDataFromSelection() const
{
    // Plain text only: what is pasted elsewhere must not carry links with another face.
    auto *mime = new QMimeData;
    mime->setText(textCursor().selection().toPlainText());
    return mime;
}

void MarkdownView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && !m_text.isEmpty())
        showText();
}

} // namespace countersign
