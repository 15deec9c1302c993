// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMap>
#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QMenu;

namespace countersign {

class TextLabel;

/// "21 of 24 sections. Missing: Training data, Privacy, 1 more": how complete a card is, each missing section one click
/// away. What a policy asks for stands first.
class CardMissingLine : public QWidget
{
    Q_OBJECT
public:
    explicit CardMissingLine(QWidget *parent = nullptr);
    void show(int filled, const QStringList &missing, const QMap<QString, QStringList> &asked);
    using QWidget::show;

signals:
    void chosen(const QString &section);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();

    QHBoxLayout *m_layout;
    TextLabel *m_count;
    QWidget *m_links = nullptr;
    int m_filled = 0;
    QStringList m_missing;
    QMap<QString, QStringList> m_asked;
    int m_fitting = -1;
};

} // namespace countersign
