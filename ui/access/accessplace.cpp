// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/accessplace.h"

#include "ui/access/peoplepage.h"
#include "ui/access/policiespage.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString peopleTab = u"people"_s;
const QString policiesTab = u"policies"_s;
const QString pageKey = u"access/page"_s;

} // namespace

AccessPlace::AccessPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_stack(new QStackedWidget)
    , m_people(new PeoplePage(workspace, settings))
    , m_policies(new PoliciesPage(workspace, settings))
{
    m_stack->addWidget(m_people);
    m_stack->addWidget(m_policies);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    connect(m_people, &PeoplePage::done, this, [this](const QString &sentence) { emit undoOffered(sentence, {}); });
    connect(workspace, &Workspace::personChanged, this, &AccessPlace::refreshRights);
    addActions(registry);
    showPage(settings->value(pageKey).toString());
}

QWidget *AccessPlace::makeBar()
{
    const Theme theme = Theme::current();
    m_tabs = new SegmentedButtons(tr("What to look at"));
    m_tabs->addSegment(peopleTab, tr("People and keys"), tr("Who may decide, and with which key they sign (Alt+1)"));
    m_tabs->addSegment(policiesTab, tr("Policies"), tr("The rules a release is held against (Alt+2)"));
    // Its parts are of one width; the longer word decides.
    m_tabs->setMinimumWidth(theme.px(272));
    m_add = new QPushButton;
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8));
    layout->setSpacing(theme.gap());
    layout->addWidget(m_tabs);
    layout->addStretch(1);
    layout->addWidget(m_add);
    connect(m_tabs, &SegmentedButtons::currentChanged, this, &AccessPlace::showPage);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (m_stack->currentWidget() == m_people)
            m_people->addPerson();
        else
            m_policies->makeNew();
    });
    return bar;
}

void AccessPlace::addActions(ActionRegistry *registry)
{
    const auto add = [&](const ActionRegistry::Definition &definition, const std::function<void()> &act) {
        if (const auto action = registry->add(definition); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    const QString group = tr("People & access");
    add({u"access.people"_s, tr("Show people and keys"), group, tr("Who may decide, and with which key they sign."), u"people"_s, QKeySequence(Qt::ALT | Qt::Key_1), this},
        [this] { showPage(peopleTab); });
    add({u"access.policies"_s, tr("Show policies"), group, tr("The rules a release is held against."), u"policy"_s, QKeySequence(Qt::ALT | Qt::Key_2), this},
        [this] { showPage(policiesTab); });
    add({u"access.new"_s, tr("Add a person or policy…"), group, tr("Adds to the list that is shown."), u"add"_s, QKeySequence(Qt::CTRL | Qt::Key_N), this},
        [this] { m_add->click(); });
    add({u"access.edit"_s, tr("Edit what is selected…"), group, tr("Opens the person or policy to be changed."), u"edit"_s, QKeySequence(Qt::Key_F2), this}, [this] {
        if (m_stack->currentWidget() == m_people)
            m_people->editPerson();
        else
            m_policies->editCurrent();
    });
    add({u"access.list"_s, tr("Back to the list"), group, tr("Gives the keys to the list."), {}, QKeySequence(Qt::Key_Escape), this},
        [this] { primaryFocus()->setFocus(); });
}

QString AccessPlace::title() const
{
    return tr("People & access");
}

QWidget *AccessPlace::primaryFocus()
{
    return m_stack->currentWidget() == m_people ? m_people->table() : m_policies->table();
}

void AccessPlace::activate(const QUrl &link)
{
    const QString id = links::id(link);
    if (id.startsWith(u"policy/"_s)) {
        showPage(policiesTab);
        m_policies->select(id.section(u'/', 1));
    } else if (!id.isEmpty()) {
        showPage(peopleTab);
        m_people->select(id);
    }
}

void AccessPlace::showPage(const QString &page)
{
    const bool policies = page == policiesTab;
    m_tabs->setCurrent(policies ? policiesTab : peopleTab);
    m_stack->setCurrentWidget(policies ? static_cast<QWidget *>(m_policies) : m_people);
    m_add->setText(policies ? tr("New policy…") : tr("Add a person…"));
    m_settings->setValue(pageKey, policies ? policiesTab : peopleTab);
    refreshRights();
    primaryFocus()->setFocus();
}

void AccessPlace::refreshRights()
{
    const bool policies = m_stack->currentWidget() == m_policies;
    const QString why = policies ? m_policies->refusal() : m_people->refusal();
    m_add->setEnabled(why.isEmpty());
    m_add->setToolTip(!why.isEmpty() ? why
                      : policies     ? tr("Makes one more policy that releases can be held against (Ctrl+N).")
                                     : tr("Somebody who can be named in a decision, with their roles (Ctrl+N)."));
}

PlaceEntry accessPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"access"_s, AccessPlace::tr("People & access"), u"access"_s, PlaceGroup::Protection,
            [=](QWidget *parent) { return new AccessPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign
