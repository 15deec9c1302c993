// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QAbstractButton;

namespace countersign {

/// The parts of a page by name, in as many lines as it takes; the one that is read is underlined. Arrows move, and the
/// page follows.
class SectionNavigator : public QWidget
{
    Q_OBJECT
public:
    struct Entry
    {
        QString id, text;
        qint64 count = -1;     ///< negative: no number
        bool missing = false;  ///< asked for, and not there
        QString toolTip;
    };
    explicit SectionNavigator(const QString &name, QWidget *parent = nullptr);
    void setEntries(const QList<Entry> &entries);
    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] QString current() const { return m_current; }
    /// Emits nothing.
    void setCurrent(const QString &id);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void chosen(const QString &id);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    int place(int width, bool move) const;
    QList<QAbstractButton *> m_buttons;
    QString m_current;
};

} // namespace countersign
