// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QHBoxLayout;

namespace countersign {

class Chip;
class TextLabel;
struct ChipSpec;

/// The head of a page or of a part of it: a name, muted words behind it, a chip, and at the right what can be done.
class SectionHeader : public QWidget
{
    Q_OBJECT
public:
    enum class Level { Page, Section };
    explicit SectionHeader(Level level, const QString &title = {}, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setDetail(const QString &detail);
    void setChip(const ChipSpec &chip);
    void addAction(QWidget *button);

private:
    TextLabel *m_title;
    TextLabel *m_detail;
    Chip *m_chip;
    QHBoxLayout *m_layout;
};

} // namespace countersign
