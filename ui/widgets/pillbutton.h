// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPushButton>

namespace countersign {

/// A rounded chip that opens a menu; tinted while it narrows something. `Plain` has no outline.
class PillButton : public QPushButton
{
    Q_OBJECT
public:
    enum class Look { Outlined, Plain };
    explicit PillButton(const QString &text, Look look = Look::Outlined, QWidget *parent = nullptr);
    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Look m_look;
    bool m_active = false;
};

} // namespace countersign
