// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QMetaType>
#include <QString>
#include <QWidget>

class QPainter;

namespace countersign {

/// The forms that carry a state beside its colour; drawn as paths, so they look the same with any font.
enum class ChipShape {
    None,
    Check,
    Cross,
    Circle,
    Disc,
    Quarter,         ///< a clock: under way, or stale
    Diamond,
    DiamondFilled,
    TriangleUp,
    TriangleDown,
    Square,
    Minus,
    Arrow,
    Exclamation,
    Lock,
};

/// Shape, word and colour of a state. A plain value; goes into models as ChipRole.
struct ChipSpec
{
    ChipShape shape = ChipShape::None;
    Tone tone = Tone::Neutral;
    QString text;
    bool operator==(const ChipSpec &) const = default;
};

/// The states that mean the same everywhere. A view never picks a shape or colour of its own for one of these.
enum class ChipState {
    // verdict on a requirement
    Met, Failed, Missing, Stale, Waived,
    // where a thing stands
    Draft, InReview, Approved, Rejected, ChangesRequested, Abstained, Withdrawn, Expired, Superseded, Revoked, Closed,
    Deployed, Retired, Waiting,
    // severity
    Critical, High, Medium, Low, Praise,
    // connection and trust
    Verified, Unverified, Untrusted, Online, Offline,
};

/// The one place that says how a state looks and reads. `word` replaces the usual word, e.g. "Waived, W-31".
[[nodiscard]] ChipSpec chipFor(ChipState state, const QString &word = {});

[[nodiscard]] QSize chipSize(const ChipSpec &chip, const Theme &theme);
/// Paints the chip vertically centred in `rect` and gives the box it took. If there is no room for the word it is
/// elided inside the outline; if there is none for that either, the shape stands alone. It never runs out of `rect`.
QRect paintChip(QPainter *painter, const QRect &rect, const ChipSpec &chip, const Theme &theme,
                Qt::Alignment alignment = Qt::AlignLeft);
void paintShape(QPainter *painter, const QRectF &rect, ChipShape shape, const QColor &color);

/// A chip as a widget; its accessible name is its word.
class Chip : public QWidget
{
    Q_OBJECT
public:
    explicit Chip(const ChipSpec &chip = {}, QWidget *parent = nullptr);
    void setChip(const ChipSpec &chip);
    [[nodiscard]] const ChipSpec &chip() const { return m_chip; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    ChipSpec m_chip;
};

} // namespace countersign
Q_DECLARE_METATYPE(countersign::ChipSpec)
