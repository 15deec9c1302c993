// SPDX-License-Identifier: GPL-3.0-or-later
// Two reports of 12,000 results: from asking for the comparison, and from a filter, to rows painted; against the same
// comparison in a bare table. Both read, parse and compare the same bytes; neither gets the rows for nothing.
#include "base/json.h"
#include "places/comparisonfixture.h"
#include "ui/evaluations/comparisonmodel.h"
#include "ui/evaluations/comparisontab.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHeaderView>
#include <QTableView>
#include <QTest>

#include <cstdio>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 9; // of which the quickest counts: others use the machine too
constexpr double limit = 2;
const QSize tabSize(1180, 820);

/// From an act to the end of the first painting after the model was reset.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(QTableView *view)
    {
        view->viewport()->installEventFilter(this);
        connect(view->model(), &QAbstractItemModel::modelReset, this, [this] { m_reset = true; });
    }
    /// Milliseconds.
    template <typename Act>
    double measure(Act act)
    {
        m_reset = false;
        QEventLoop loop;
        m_loop = &loop;
        QElapsedTimer timer;
        timer.start();
        act();
        loop.exec();
        m_loop = nullptr;
        return double(timer.nsecsElapsed()) / 1e6;
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        // The painting itself comes after this filter; the loop ends when it is over.
        if (event->type() == QEvent::Paint && m_loop && std::exchange(m_reset, false))
            QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        return false;
    }

private:
    QEventLoop *m_loop = nullptr;
    bool m_reset = false;
};

/// The rows as they come, each cell a text made when it is asked for.
class BareModel final : public QAbstractTableModel
{
public:
    void set(const QList<Comparison> &all, const QList<int> &rows)
    {
        beginResetModel();
        m_all = all;
        m_rows = rows;
        endResetModel();
    }
    [[nodiscard]] const QList<Comparison> &all() const { return m_all; }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 9; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        const Comparison &row = m_all[m_rows[index.row()]];
        switch (index.column()) {
        case 0:
            return row.task;
        case 1:
            return row.metric;
        case 2:
            return row.suite;
        case 3:
            return row.before ? formatFixed(*row.before) : QString();
        case 4:
            return row.after ? formatFixed(*row.after) : QString();
        case 5:
            return row.difference ? formatDifference(*row.difference) : QString();
        case 6:
            return row.interval ? formatIntervalOnly(row.interval->low, row.interval->high) : QString();
        case 7:
            return int(row.verdict);
        default:
            return row.reason;
        }
    }

private:
    QList<Comparison> m_all;
    QList<int> m_rows;
};

QList<int> allRows(const QList<Comparison> &rows)
{
    QList<int> out(rows.size());
    std::iota(out.begin(), out.end(), 0);
    return out;
}

EvaluationReport parsed(const QByteArray &bytes)
{
    const auto json = parseJson(bytes);
    auto report = json ? EvaluationReport::fromJson(json->toObject()) : Result<EvaluationReport>(json.error());
    if (!report)
        qFatal("%s", qPrintable(report.error().text));
    return std::move(*report);
}

struct Bench
{
    QByteArray before, after;
    ComparisonTab tab;
    QTableView bare;
    BareModel bareModel;
    std::unique_ptr<PaintWatch> watch, bareWatch;

    Bench()
    {
        const ComparedReports reports = largeReports();
        before = toJson(reports.before.toJson());
        after = toJson(reports.after.toJson());
        tab.resize(tabSize);
        tab.show();
        bare.setModel(&bareModel);
        bare.verticalHeader()->hide();
        bare.resize(tab.table()->size());
        bare.show();
        watch = std::make_unique<PaintWatch>(tab.table());
        bareWatch = std::make_unique<PaintWatch>(&bare);
        QTest::qWait(50);
    }
    double open()
    {
        return watch->measure([this] { tab.showComparison(comparedData({parsed(before), parsed(after)})); });
    }
    double openBare()
    {
        return bareWatch->measure([this] {
            const QList<Comparison> rows = compareReports({parsed(before)}, {parsed(after)});
            bareModel.set(rows, allRows(rows));
        });
    }
    double show(const ComparisonPtr &data)
    {
        return watch->measure([&] { tab.showComparison(data); });
    }
    double showBare(const QList<Comparison> &rows)
    {
        return bareWatch->measure([&] { bareModel.set(rows, allRows(rows)); });
    }
    double filter(const ComparisonFilter &wanted)
    {
        return watch->measure([&] { tab.model()->setFilter(wanted); });
    }
    /// What any filter has to do: look at the same texts of every row.
    double filterBare(const ComparisonFilter &wanted)
    {
        return bareWatch->measure([&] {
            QList<int> rows;
            const QStringList words = wanted.words.split(u' ', Qt::SkipEmptyParts);
            const QList<Comparison> &all = bareModel.all();
            for (int i = 0; i < all.size(); ++i) {
                const Comparison &row = all[i];
                const auto has = [&row](const QString &word) {
                    return row.task.contains(word, Qt::CaseInsensitive) || row.metric.contains(word, Qt::CaseInsensitive)
                        || row.suite.contains(word, Qt::CaseInsensitive) || row.filter.contains(word, Qt::CaseInsensitive);
                };
                const bool verdict = wanted.verdicts == 0 || ((wanted.verdicts >> int(row.verdict)) & 1U);
                if (verdict && std::all_of(words.begin(), words.end(), has))
                    rows.append(i);
            }
            bareModel.set(all, rows);
        });
    }
};

template <typename Ours, typename Theirs>
double ratioOf(const QString &what, Ours ours, Theirs theirs)
{
    double best = 1e300, bestBare = 1e300;
    for (int round = 0; round < rounds; ++round) {
        best = std::min(best, ours());
        bestBare = std::min(bestBare, theirs());
    }
    std::printf("  %s: comparison %.2f ms, bare %.2f ms, %.2f×\n", qPrintable(what), best, bestBare, best / bestBare);
    return best / bestBare;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    ThemeController themes(&app);
    themes.apply(ThemeChoice::Light);
    Bench bench;
    double worst = ratioOf(u"read, compared and painted"_s, [&] { return bench.open(); }, [&] { return bench.openBare(); });
    const ComparisonPtr data = bench.tab.model()->comparison();
    if (data->rows.size() != 12'000)
        qFatal("there are %lld rows", qint64(data->rows.size()));
    worst = std::max(worst, ratioOf(u"ready rows painted"_s, [&] { return bench.show(data); }, [&] { return bench.showBare(data->rows); }));
    const std::pair<QString, ComparisonFilter> filters[] = {{u"words"_s, {u"anatomy"_s}},
                                                            {u"two words"_s, {u"formal f1"_s}},
                                                            {u"regressions"_s, {{}, 1U << int(Comparison::Verdict::Worse)}},
                                                            {u"no difference"_s, {{}, 1U << int(Comparison::Verdict::NoDifference)}}};
    for (const auto &[name, filter] : filters) {
        const auto ours = [&] {
            const double out = bench.filter(filter);
            bench.filter({});
            return out;
        };
        const auto theirs = [&] {
            const double out = bench.filterBare(filter);
            bench.filterBare({});
            return out;
        };
        worst = std::max(worst, ratioOf(name, ours, theirs));
    }
    std::printf("figure | comparing two reports of 12,000 results, opened and filtered with rows painted, against a bare QTableView over the same rows | %.2f× | ≤ %.0f×\n",
                worst, limit);
    return worst <= limit ? 0 : 1;
}
