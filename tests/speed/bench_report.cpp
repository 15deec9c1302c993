// SPDX-License-Identifier: GPL-3.0-or-later
// From choosing an evaluation of 12,000 results, or a keystroke in its filter, to the rows painted; against what nobody
// could do without: reading the same report and a bare table over the same rows.
#include "base/json.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "speed/registry.h"
#include "ui/evaluations/evaluationpage.h"
#include "ui/evaluations/evaluationsplace.h"
#include "ui/evaluations/resultsmodel.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHeaderView>
#include <QLineEdit>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTest>

#include <cstdio>

using namespace countersign;
using namespace countersign::bench;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 7; // of which the quickest counts: others use the machine too
constexpr int results = 12'000;

/// Waits for the first painting of a view after its rows became others.
class RowsPainted final : public QObject
{
public:
    explicit RowsPainted(QTableView *view)
    {
        view->viewport()->installEventFilter(this);
        connect(view->model(), &QAbstractItemModel::modelReset, this, [this] { m_changed = true; });
        connect(view->model(), &QAbstractItemModel::rowsRemoved, this, [this] { m_changed = true; });
        connect(view->model(), &QAbstractItemModel::rowsInserted, this, [this] { m_changed = true; });
    }
    /// Milliseconds.
    template <typename Act>
    double measure(Act act)
    {
        m_changed = m_painted = false;
        QElapsedTimer timer;
        timer.start();
        act();
        QEventLoop loop;
        m_loop = &loop;
        loop.exec();
        m_loop = nullptr;
        return double(timer.nsecsElapsed()) / 1e6;
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_loop && m_changed && !m_painted) {
            m_painted = true;
            QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        }
        return false;
    }

private:
    QEventLoop *m_loop = nullptr;
    bool m_changed = false, m_painted = false;
};

class PlainRows final : public QAbstractTableModel
{
public:
    void set(QList<QStringList> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 6; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_rows[index.row()].value(index.column())) : QVariant();
    }

private:
    QList<QStringList> m_rows;
};

/// The same rows in Qt's own table, filtered by Qt's own proxy.
struct BareTable
{
    PlainRows rows;
    QSortFilterProxyModel proxy;
    QTableView table;
    std::unique_ptr<RowsPainted> painted;

    explicit BareTable(const QSize &size)
    {
        proxy.setSourceModel(&rows);
        proxy.setFilterKeyColumn(-1);
        proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
        table.setModel(&proxy);
        table.verticalHeader()->hide();
        table.resize(size);
        table.show();
        painted = std::make_unique<RowsPainted>(&table);
    }
    /// Reads a report's bytes as everybody has to, and shows its results.
    void open(const QByteArray &bytes)
    {
        const auto json = parseJson(bytes);
        const auto report = EvaluationReport::fromJson(json->toObject());
        QList<QStringList> made;
        made.reserve(report->results.size());
        for (const EvaluationReport::Metric &metric : report->results)
            made.append({metric.task, metric.suite, metric.metric, QString::number(metric.value, 'f', 3), QString::number(metric.n.value_or(0)), metric.pointer});
        rows.set(std::move(made));
    }
};

double least(const QList<double> &values)
{
    return *std::min_element(values.begin(), values.end());
}

struct OurTable
{
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    ActionRegistry registry;
    EvaluationsPlace place;
    EvaluationPage *page;
    std::unique_ptr<RowsPainted> painted;

    explicit OurTable(EvidenceWorkspace &workspace) : place(&workspace, &registry, &settings)
    {
        place.resize(1440, 900);
        place.show();
        page = place.findChild<EvaluationPage *>();
        painted = std::make_unique<RowsPainted>(page->results());
    }
    void open(int number) { place.activate(links::to(u"evaluations"_s, sampleId(u"big"_s, number))); }
};

bool benchOpening(OurTable &ours, BareTable &bare, const QByteArray &bytes)
{
    // The bare table first: after each report the page goes on reading the model's other reports on its own threads.
    QList<double> mine, theirs;
    for (int round = 0; round < rounds; ++round)
        theirs.append(bare.painted->measure([&] { bare.open(bytes); }));
    for (int round = 0; round < rounds; ++round) {
        mine.append(ours.painted->measure([&] { ours.open(1 + round % 2); }));
        QTest::qWait(int(4 * mine.last())); // until that is over
    }
    std::printf("  opening: page %.1f ms, bare table %.1f ms\n", least(mine), least(theirs));
    return report(u"a report of 12,000 results from the choice to rows painted, against reading it and a bare table"_s, least(mine) / least(theirs), 2);
}

bool benchFiltering(OurTable &ours, BareTable &bare)
{
    QList<double> ratios;
    for (const QString &words : {u"s"_s, u"subject_1"_s, u"acc"_s, u"mmlu"_s, u"subject_11999"_s}) {
        QList<double> mine, theirs;
        for (int round = 0; round < rounds; ++round) {
            mine.append(ours.painted->measure([&] { ours.page->words()->setText(words); }));
            ours.painted->measure([&] { ours.page->words()->clear(); });
            // A filter that keeps every row changes nothing there; a narrower one first makes the work the same.
            bare.proxy.setFilterFixedString(u"nothing like it"_s);
            theirs.append(bare.painted->measure([&] { bare.proxy.setFilterFixedString(words); }));
            bare.proxy.setFilterFixedString({});
        }
        std::printf("  \"%s\": page %.2f ms, bare table %.2f ms\n", qPrintable(words), least(mine), least(theirs));
        ratios.append(least(mine) / least(theirs));
    }
    return report(u"a keystroke in the filter of 12,000 results to rows painted, against a bare table and Qt's filter"_s, median(ratios), 2);
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    ThemeController themes(&app);
    themes.apply(ThemeChoice::Light);
    EvidenceWorkspace workspace;
    fillSample(workspace);
    const EvaluationReport big = sampleReport(u"claims-triage"_s, 0.9, results, workspace.time().now());
    for (const int number : {1, 2})
        workspace.put({sampleEvaluation(workspace, sampleId(u"big"_s, number), u"claims-triage/7"_s, u"Everything"_s, big, workspace.time().now(), u"jonas.weber"_s)});
    OurTable ours(workspace);
    QTest::qWait(500); // the list has its own first look
    BareTable bare(ours.page->results()->size().expandedTo(QSize(640, 640)));
    const bool opening = benchOpening(ours, bare, toJson(big.toJson()));
    const bool filtering = benchFiltering(ours, bare);
    return opening && filtering ? 0 : 1;
}
