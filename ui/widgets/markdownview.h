// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTextBrowser>

namespace countersign {

/// Shows Markdown from outside and nothing but its words: no HTML, no image, no file, no network. Hidden and reordering
/// characters appear as escapes. A link opens nothing; its real target is shown first (linkRequested()).
class MarkdownView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit MarkdownView(const QString &name, QWidget *parent = nullptr);

    /// Longer texts are cut there, and say so.
    static constexpr qsizetype maximumLength = 1024 * 1024;
    void setMarkdownText(const QString &markdown);
    /// As it was written, monospaced.
    void setRawText(const QString &markdown);

    /// Whether a link may be offered for opening at all: https and mailto, no user name or password in it.
    [[nodiscard]] static bool isAllowedLink(const QUrl &link);
    /// The target as a person should read it: punycode host, hidden characters escaped.
    [[nodiscard]] static QString readableLink(const QUrl &link);

    QVariant loadResource(int type, const QUrl &name) override;

signals:
    /// The person clicked a link that may be opened. The owner asks with `readable`, then opens it or does not.
    void linkRequested(const QUrl &link, const QString &readable);
    /// The person clicked a link that may not.
    void linkRefused(const QString &readable);

protected:
    void changeEvent(QEvent *event) override;
    void doSetSource(const QUrl &name, QTextDocument::ResourceType type) override;
    [[nodiscard]] QMimeData *createMimeDataFromSelection() const override;

private:
    void showText();

    QString m_text;
    bool m_raw = false;
};

} // namespace countersign
