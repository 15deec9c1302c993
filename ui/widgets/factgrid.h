// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QGridLayout;
class QPainter;

namespace countersign {

class TextLabel;

/// Label and value in rows: labels muted, values elided with the whole on hover. Values can be selected and copied.
class FactGrid : public QWidget
{
    Q_OBJECT
public:
    explicit FactGrid(QWidget *parent = nullptr);
    void clear();
    /// An empty value shows as "—".
    void addFact(const QString &label, const QString &value, const QString &toolTip = {});
    /// Digests and keys: monospaced, cut in the middle.
    void addDigest(const QString &label, const QString &digest);
    void addLink(const QString &label, const QString &text, const QString &target);
    void addWidget(const QString &label, QWidget *value);

signals:
    /// A link's target was asked for; nothing has been opened.
    void linkActivated(const QString &target);

private:
    QGridLayout *m_layout;
};

/// Facts in one line, "Owner **Jonas Weber**   Criticality **high**"; wraps when there is no room.
class FactLine : public QWidget
{
    Q_OBJECT
public:
    explicit FactLine(QWidget *parent = nullptr);
    struct Fact
    {
        QString label;
        QString value;
        QString after; ///< muted, behind the value
    };
    void setFacts(const QList<Fact> &facts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int layOut(int width, QPainter *painter) const;
    QList<Fact> m_facts;
};

} // namespace countersign
