// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/versiondata.h"

#include <QWidget>

class QListWidget;
class QStackedWidget;

namespace countersign {

class EmptyState;
class MarkdownView;
class SegmentedButtons;
class SectionHeader;

/// The model card: which sections are missing and which are there, and the card itself, as it reads and as it was sent.
class CardTab : public QWidget
{
    Q_OBJECT
public:
    explicit CardTab(QWidget *parent = nullptr);
    void show(const VersionData &shown);
    using QWidget::show;

signals:
    void importRequested();
    void openWebLink(const QUrl &link, const QString &readable);

private:
    void showSections(const VersionData &shown);
    void showText();
    void goToSection(int row);

    QStackedWidget *m_stack;
    EmptyState *m_empty;
    SectionHeader *m_header;
    SegmentedButtons *m_form;
    QListWidget *m_sections;
    MarkdownView *m_view;
    QString m_source;
};

/// The Markdown of a card without the front matter, which the sections show.
QString withoutFrontMatter(const QString &source);

} // namespace countersign
