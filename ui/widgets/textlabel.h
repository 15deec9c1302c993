// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QLabel>

namespace countersign {

/// Plain text in one of the theme's sizes and roles that follows the theme. Never interprets markup.
class TextLabel : public QLabel
{
    Q_OBJECT
public:
    explicit TextLabel(const QString &text = {}, TextSize size = TextSize::Body,
                       ColorRole role = ColorRole::Text, QFont::Weight weight = QFont::Normal,
                       QWidget *parent = nullptr);
    void setRole(ColorRole role);
    void setTextSize(TextSize size);
    void setWeight(QFont::Weight weight);
    void setMonospace(bool monospace);
    /// One line, cut with an ellipsis where it does not fit; the whole text shows on hover.
    void setElide(Qt::TextElideMode mode);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void applyTheme();

    TextSize m_size;
    ColorRole m_role;
    QFont::Weight m_weight;
    Qt::TextElideMode m_elide = Qt::ElideNone;
    bool m_monospace = false;
    bool m_applying = false;
};

} // namespace countersign
