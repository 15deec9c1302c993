// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the inbox of several people into PNG files: gallery_inbox FOLDER
#include "places/gallerywindow.h"
#include "places/reviewstory.h"
#include "ui/inbox/inboxplace.h"
#include "ui/widgets/datatable.h"

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

/// Many open requests with names that do not want to fit.
ReviewStory longStory()
{
    ReviewStory story = reviewStory();
    const QString model = u"multilingual-household-claims-severity-estimator-for-natural-catastrophes"_s;
    story.records.model(model, u"Severity"_s, u"yuki.tanaka"_s, Criticality::Critical);
    for (int i = 0; i < 40; ++i) {
        const QString version = u"2026.11.%1-candidate-rebalanced"_s.arg(i);
        story.records.version(model, version, u"farid.haddad"_s, storyNow().addDays(-10));
        Request request = story.records.request(200 + i, model + u'/' + version, i % 3 ? u"production-eu-central"_s : u"staging"_s, u"high-risk"_s,
                                                u"yuki.tanaka"_s, storyNow().addSecs(-3600 * 3 * i));
        request.comment = u"Every figure was measured again after the labels of the second quarter had been corrected by hand, which took three weeks; "
                          "see the decision record for what was found and why the older evaluations were withdrawn."_s;
        story.records.put(ulid(600 + i), request, request.requestedBy, request.requestedAt);
    }
    return story;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QDir folder = galleryFolder();
    ThemeController themes(&app);
    const ReviewStory story = reviewStory();
    bool good = true;
    for (const QString &name : {u"ana.ferreira"_s, u"jonas.weber"_s, u"emeka.obi"_s, u"hannah.clarke"_s}) {
        LoggedWorkspace workspace;
        workspace.fill(story.records);
        workspace.setPerson(story.people.value(name));
        good = paintPlace(themes, folder, u"inbox-"_s + name.section(u'.', 0, 0), inboxPlace, workspace) && good;
    }
    const ReviewStory many = longStory();
    LoggedWorkspace workspace;
    workspace.fill(many.records);
    workspace.setPerson(many.people.value(u"mara.lindt"_s));
    return paintPlace(themes, folder, u"inbox-long"_s, inboxPlace, workspace) && good ? 0 : 1;
}
