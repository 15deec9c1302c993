// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/chip.h"

#include <QAbstractButton>

namespace countersign {

/// A shape and a few words in the status bar or header, "● Synced 2 s ago"; a click asks for more.
class StatusPill : public QAbstractButton
{
    Q_OBJECT
public:
    explicit StatusPill(QWidget *parent = nullptr);
    void setStatus(ChipShape shape, Tone tone, const QString &text);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ChipShape m_shape = ChipShape::None;
    Tone m_tone = Tone::Neutral;
};

} // namespace countersign
