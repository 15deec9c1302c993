// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/plansplace.h"

#include "ui/plans/planspage.h"
#include "ui/plans/ratingpage.h"
#include "ui/plans/reviewsetspage.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString plansTab = u"plans"_s;
const QString reviewsTab = u"reviews"_s;
const QString plansPageKey = u"plans/page"_s;

} // namespace

PlansPlace::PlansPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_stack(new QStackedWidget)
    , m_plans(new PlansPage(workspace, settings))
    , m_reviews(new ReviewSetsPage(workspace, settings))
    , m_rating(new RatingPage(workspace))
{
    m_stack->addWidget(m_plans);
    m_stack->addWidget(m_reviews);
    m_stack->addWidget(m_rating);
    m_bar = makeBar();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    const auto say = [this](const QString &sentence) { emit undoOffered(sentence, {}); };
    connect(m_plans, &PlansPage::done, this, say);
    connect(m_plans, &PlansPage::openLink, this, &PlansPlace::follow);
    connect(m_reviews, &ReviewSetsPage::done, this, say);
    connect(m_reviews, &ReviewSetsPage::openLink, this, &PlansPlace::follow);
    connect(m_reviews, &ReviewSetsPage::rateRequested, this, &PlansPlace::rate);
    connect(m_rating, &RatingPage::done, this, say);
    connect(m_rating, &RatingPage::leaveRequested, this, [this] { showPage(reviewsTab); });
    addActions(registry);
    addRatingActions(registry);
    showPage(settings->value(plansPageKey).toString());
}

QWidget *PlansPlace::makeBar()
{
    const Theme theme = Theme::current();
    m_tabs = new SegmentedButtons(tr("What to look at"));
    m_tabs->addSegment(plansTab, tr("Plans"), tr("What must be measured and reached, fixed before the run (Alt+1)"));
    m_tabs->addSegment(reviewsTab, tr("Reviews"), tr("What people say of a sample of outputs (Alt+2)"));
    m_tabs->setMinimumWidth(theme.px(200));
    m_add = new QPushButton;
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8));
    layout->setSpacing(theme.gap());
    layout->addWidget(m_tabs);
    layout->addStretch(1);
    layout->addWidget(m_add);
    connect(m_tabs, &SegmentedButtons::currentChanged, this, &PlansPlace::showPage);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (m_stack->currentWidget() == m_plans)
            m_plans->makeNew();
        else
            m_reviews->makeNew({});
    });
    return bar;
}

void PlansPlace::addActions(ActionRegistry *registry)
{
    const QString group = tr("Plans & reviews");
    const auto add = [&](const QString &id, const QString &text, const QString &help, const QString &icon, const QKeySequence &keys, const std::function<void()> &act) {
        if (const auto action = registry->add({u"plans."_s + id, text, group, help, icon, keys, this}); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    const auto onPlans = [this] { return m_stack->currentWidget() == m_plans; };
    add(u"plans"_s, tr("Show the plans"), tr("What must be measured and reached, fixed before the run."), u"lock"_s, QKeySequence(Qt::ALT | Qt::Key_1), [this] { showPage(plansTab); });
    add(u"reviews"_s, tr("Show the reviews"), tr("What people say of a sample of outputs."), u"people"_s, QKeySequence(Qt::ALT | Qt::Key_2), [this] { showPage(reviewsTab); });
    add(u"new"_s, tr("New plan or review…"), tr("Adds to the list that is shown."), u"add"_s, QKeySequence(Qt::CTRL | Qt::Key_N), [this] {
        if (m_stack->currentWidget() != m_rating)
            m_add->click();
    });
    add(u"edit"_s, tr("Edit the plan…"), tr("Opens the chosen draft to be changed."), u"edit"_s, QKeySequence(Qt::Key_F2), [this, onPlans] {
        if (onPlans())
            m_plans->editCurrent();
    });
    add(u"replace"_s, tr("New plan in place of this…"), tr("A plan that takes the place of the chosen one once it is signed."), u"refresh"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N),
        [this, onPlans] {
            if (onPlans())
                m_plans->replaceCurrent();
        });
    add(u"withdraw"_s, tr("Withdraw the plan"), tr("Ends the chosen plan; it stays to be read."), u"undo"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), [this, onPlans] {
        if (onPlans())
            m_plans->withdrawCurrent();
    });
    add(u"filter"_s, tr("Filter the list"), tr("Puts the cursor into the words of the filter."), u"search"_s, QKeySequence(Qt::Key_Slash), [this, onPlans] {
        if (m_stack->currentWidget() != m_rating)
            (onPlans() ? m_plans->filter() : m_reviews->filter())->words()->setFocus();
    });
    add(u"back"_s, tr("Back to the list"), tr("From the details to the list; from rating to the reviews."), {}, QKeySequence(Qt::Key_Escape), [this] {
        if (m_stack->currentWidget() == m_rating)
            showPage(reviewsTab);
        primaryFocus()->setFocus();
    });
}

/// Ctrl+Return does the one thing that the page in front is for.
void PlansPlace::addRatingActions(ActionRegistry *registry)
{
    const QString group = tr("Plans & reviews");
    const auto add = [&](const QString &id, const QString &text, const QString &help, const QKeySequence &keys, const std::function<void()> &act) {
        if (const auto action = registry->add({u"plans."_s + id, text, group, help, {}, keys, this}); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    add(u"go"_s, tr("Sign the plan, rate, or save and next"), tr("Signs the chosen plan; opens the chosen review to be rated; saves an answer and goes on."),
        QKeySequence(Qt::CTRL | Qt::Key_Return), [this] {
            if (m_stack->currentWidget() == m_plans)
                m_plans->signCurrent();
            else if (m_stack->currentWidget() == m_reviews)
                m_reviews->rateCurrent();
            else
                m_rating->saveAndNext();
        });
    add(u"previousItem"_s, tr("Previous item"), tr("Back to the item before; its answer can be changed while the review is open."), QKeySequence(Qt::ALT | Qt::Key_PageUp), [this] {
        if (m_stack->currentWidget() == m_rating)
            m_rating->step(-1);
    });
    add(u"nextItem"_s, tr("Next item"), tr("On to the next item without saving."), QKeySequence(Qt::ALT | Qt::Key_PageDown), [this] {
        if (m_stack->currentWidget() == m_rating)
            m_rating->step(1);
    });
}

QString PlansPlace::title() const
{
    return tr("Plans & reviews");
}

QString PlansPlace::subtitle() const
{
    return m_stack->currentWidget() == m_rating ? m_rating->progressText() : QString();
}

QWidget *PlansPlace::primaryFocus()
{
    if (m_stack->currentWidget() == m_rating)
        return m_rating->firstQuestion();
    return m_stack->currentWidget() == m_plans ? m_plans->table() : m_reviews->table();
}

void PlansPlace::activate(const QUrl &link)
{
    const QString id = links::id(link);
    const QString what = id.section(u'/', 0, 0);
    const QString which = id.section(u'/', 1);
    if (what == "rate"_L1 && !which.isEmpty()) {
        rate(which);
    } else if (what == "review"_L1 && !which.isEmpty()) {
        showPage(reviewsTab);
        m_reviews->select(which);
    } else if (what == "draw"_L1 && !which.isEmpty()) {
        showPage(reviewsTab);
        m_reviews->makeNew(which);
    } else if (what == "plan"_L1 && !which.isEmpty()) {
        showPage(plansTab);
        m_plans->select(which);
    }
}

void PlansPlace::follow(const QUrl &link)
{
    if (link.host() == "plans"_L1)
        activate(link);
    else
        emit openLink(link);
}

void PlansPlace::showPage(const QString &page)
{
    const bool reviews = page == reviewsTab;
    m_tabs->setCurrent(reviews ? reviewsTab : plansTab);
    m_stack->setCurrentWidget(reviews ? static_cast<QWidget *>(m_reviews) : m_plans);
    m_bar->show();
    m_add->setText(reviews ? tr("New review…") : tr("New plan…"));
    m_add->setToolTip(reviews ? tr("Draws a sample of an evaluation’s outputs for people to rate (Ctrl+N).")
                              : tr("Fixes what a result must reach, before anybody knows the result (Ctrl+N)."));
    m_settings->setValue(plansPageKey, reviews ? reviewsTab : plansTab);
    emit titleChanged();
    primaryFocus()->setFocus();
}

void PlansPlace::rate(const QString &set)
{
    m_rating->open(set);
    m_stack->setCurrentWidget(m_rating);
    m_bar->hide();
    emit titleChanged();
    m_rating->setFocus();
}

PlaceEntry plansPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"plans"_s, PlansPlace::tr("Plans & reviews"), u"plans"_s, PlaceGroup::Work,
            [=](QWidget *parent) { return new PlansPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign
