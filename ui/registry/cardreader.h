// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/carddata.h"
#include "ui/registry/cardgroups.h"
#include "ui/widgets/markdownview.h"

#include <QScrollArea>

class QVBoxLayout;

namespace countersign {

class CardNavigator;
class Panel;

/// Markdown from outside, as tall as its text: for a section inside a page that scrolls.
class CardText : public MarkdownView
{
    Q_OBJECT
public:
    explicit CardText(const QString &name, QWidget *parent = nullptr);
    void setText(const QString &markdown);
    /// As it was written, monospaced.
    void setWhole(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void fitHeight();
};

/// The card section by section: what each says, where that comes from, and what is missing. The sections' names stand at
/// the left; the page follows.
class CardReader : public QWidget
{
    Q_OBJECT
public:
    explicit CardReader(QWidget *parent = nullptr);
    /// Does nothing when nothing has changed, so that the page stays where it was read.
    void show(const CardContent &card, const QMap<QString, QStringList> &asked, const QMap<QString, QString> &evaluations, bool mayEdit);
    using QWidget::show;
    void goTo(const QString &section);
    [[nodiscard]] CardNavigator *navigator() const { return m_navigator; }

signals:
    void openWebLink(const QUrl &link, const QString &readable);
    void linkRefused(const QString &readable);
    void editRequested(const QString &section);

private:
    void rebuild();
    countersign::Panel *sectionPanel(const QString &id);
    QWidget *sectionContent(const CardContent::Section &section);
    QWidget *factsOf(const CardContent::Section &section);
    void addGroups(QVBoxLayout *into, const CardContent::Section &section);
    void follow();

    CardNavigator *m_navigator;
    QScrollArea *m_area;
    CardContent m_card;
    QMap<QString, QStringList> m_asked;
    QMap<QString, QString> m_evaluations;
    bool m_mayEdit = false;
    bool m_built = false;
    bool m_going = false;
    QMap<QString, QWidget *> m_panels;
};

} // namespace countersign
