// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QPushButton;

namespace countersign {

class StatusPill;
class TextLabel;

/// Over every place: what it is, the way to everything else, and who is signed in.
class HeaderBar : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderBar(QWidget *parent = nullptr);
    void setTitle(const QString &title, const QString &subtitle);
    /// "Ana Ferreira, Risk"; `note` is shown as a tooltip ("acting in the sample workspace").
    void setPerson(const QString &person, const QString &note = {});
    void setSearchShortcut(const QString &shortcut);

signals:
    void searchRequested();
    void personClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_title;
    TextLabel *m_subtitle;
    QPushButton *m_search;
    StatusPill *m_person;
};

} // namespace countersign
