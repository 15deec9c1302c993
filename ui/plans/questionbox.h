// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/humanreview.h"

#include <QWidget>

class QLineEdit;

namespace countersign {

class TextLabel;

/// One question to a rater. While it has the focus the keys 1 to 9 choose, arrows move the choice; a number that is not
/// one of a few is typed.
class QuestionBox : public QWidget
{
    Q_OBJECT
public:
    explicit QuestionBox(const ReviewQuestion &question, QWidget *parent = nullptr);
    [[nodiscard]] const ReviewQuestion &question() const { return m_question; }
    /// The choice, or the number as text; empty while nothing is chosen.
    [[nodiscard]] QString answer() const;
    void setAnswer(const QString &answer);
    void setReadOnly(bool readOnly);
    void setError(const QString &sentence);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void answered();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    /// Texts and choices from top to bottom; paints when there is a painter. Gives the height.
    int layOut(int width, QPainter *painter) const;
    void choose(qsizetype at);
    [[nodiscard]] qsizetype choiceAt(const QPoint &point) const;

    ReviewQuestion m_question;
    QStringList m_choices; ///< as shown and as answered; empty where a number is typed
    qsizetype m_chosen = -1, m_hovered = -1;
    bool m_readOnly = false;
    QString m_error;
    QLineEdit *m_number = nullptr;
    mutable QList<QRect> m_rows;
};

} // namespace countersign
