// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QFrame>

class QPushButton;

namespace countersign {

class TextLabel;

/// A sentence over a place that must not be missed, with at most one thing to do about it.
class Banner : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Info, Warning, Error };
    explicit Banner(QWidget *parent = nullptr);
    /// `title` is bold and short; `text` follows muted, and wraps.
    void show(Kind kind, const QString &title, const QString &text = {}, const QString &action = {});
    using QFrame::show;

signals:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Info;
    TextLabel *m_title;
    TextLabel *m_text;
    QPushButton *m_button;
    QWidget *m_iconSpace;
};

} // namespace countersign
