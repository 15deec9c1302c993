// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/reportdata.h"

#include <QUrl>
#include <QWidget>

class QVBoxLayout;

namespace countersign {

class FigureFrame;
class TextLabel;

/// One part of the page of an evaluation: a heading and what belongs below it. The page asks each in turn what it has.
class ReportSection : public QWidget
{
    Q_OBJECT
public:
    /// `id` stays the same in every language: "fairness".
    ReportSection(const QString &id, const QString &title, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const { return objectName(); }
    [[nodiscard]] QString title() const { return m_title; }
    /// Shows its part of the report and says whether there is anything to show. `shown` has a report.
    [[nodiscard]] virtual bool showReport(const ReportData &shown) = 0;
    /// What the file lacks when there is nothing: "results by group".
    [[nodiscard]] virtual QString absentWords() const { return m_title.toLower(); }
    /// Categories of a policy that this section answers; when one is asked for, its absence is said and not only listed.
    [[nodiscard]] virtual QStringList categories() const { return {}; }
    /// How many things it holds, for the navigator; negative for no number.
    [[nodiscard]] virtual qint64 count() const { return -1; }
    /// How high the page is that it is seen through.
    virtual void setRoom(int height) { Q_UNUSED(height); }
    /// Shows a sentence in place of everything else; an empty one takes it away.
    void setMissing(const QString &sentence);
    [[nodiscard]] bool isMissing() const;

signals:
    /// A sentence about what was done.
    void notice(const QString &text);
    void openLink(const QUrl &link);
    /// What the navigator says of it has changed.
    void countChanged();

protected:
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    void setDetail(const QString &detail);
    /// Adds a figure's frame to the body and passes on what it has to say.
    void addFrame(FigureFrame *frame);

    void paintEvent(QPaintEvent *event) override;

private:
    QString m_title;
    TextLabel *m_heading, *m_detail;
    TextLabel *m_missing;
    QWidget *m_holder;
    QVBoxLayout *m_body;
};

/// A row of choices above a figure; wraps nothing, keeps its height.
[[nodiscard]] QWidget *controlRow(const QList<QWidget *> &controls);

} // namespace countersign
