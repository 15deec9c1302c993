// SPDX-License-Identifier: GPL-3.0-or-later
// Colours and shapes of a document.
#include "documents/pageflow.h"

#include <QPainter>

namespace countersign {

QColor inkColour(Ink ink)
{
    switch (ink) {
    case Ink::Text:
        return QColor(0x1c, 0x1d, 0x22);
    case Ink::Muted:
        return QColor(0x5c, 0x60, 0x6b);
    case Ink::Hairline:
        return QColor(0xd5, 0xd7, 0xde);
    case Ink::Band:
        return QColor(0xf3, 0xf4, 0xf7);
    case Ink::Good:
        return QColor(0x1d, 0x6f, 0x42);
    case Ink::Bad:
        return QColor(0xb0, 0x25, 0x2c);
    case Ink::Warn:
        return QColor(0x8a, 0x5a, 0x00);
    case Ink::Info:
        return QColor(0x2a, 0x55, 0x9c);
    }
    return {};
}

void PageFlow::drawMark(QPainter &painter, const QRectF &box, const PaperMark &mark)
{
    painter.save();
    const QColor colour = inkColour(mark.ink);
    painter.setPen(QPen(colour, box.width() * 0.14, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&](double x, double y) { return QPointF(box.left() + x * box.width(), box.top() + y * box.height()); };
    switch (mark.shape) {
    case MarkShape::Check:
        painter.drawPolyline(QPolygonF{{at(0.1, 0.55), at(0.4, 0.85), at(0.92, 0.18)}});
        break;
    case MarkShape::Cross:
        painter.drawLine(at(0.15, 0.15), at(0.85, 0.85));
        painter.drawLine(at(0.85, 0.15), at(0.15, 0.85));
        break;
    case MarkShape::Ring:
        painter.drawEllipse(box.adjusted(box.width() * 0.12, box.height() * 0.12, -box.width() * 0.12, -box.height() * 0.12));
        break;
    case MarkShape::Triangle:
        painter.drawPolygon(QPolygonF{{at(0.5, 0.12), at(0.92, 0.85), at(0.08, 0.85)}});
        break;
    case MarkShape::Diamond:
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF{{at(0.5, 0.1), at(0.9, 0.5), at(0.5, 0.9), at(0.1, 0.5)}});
        break;
    case MarkShape::Dash:
        painter.drawLine(at(0.12, 0.5), at(0.88, 0.5));
        break;
    case MarkShape::None:
        break;
    }
    painter.restore();
}

} // namespace countersign
