// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/modellist.h"
#include "ui/registry/versiondata.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

#include <QSet>

class QLineEdit;
class QSettings;
class QSplitter;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class CardActions;
class DataTable;
class EmptyState;
class FactLine;
class ModelListLook;
class RecordListModel;
class SectionHeader;
class TextLabel;
class VersionListLook;
class VersionPage;

/// Models: the list of them, the versions of the chosen one, and the chosen version.
class RegistryPlace : public Place
{
    Q_OBJECT
public:
    RegistryPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    /// "claims-triage" goes to the model, "claims-triage/7" to the version.
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitColumns();
    QWidget *makeList();
    QWidget *makeDetail();
    void connectLists();
    void addActions();
    void addVersionActions();
    void addTabActions();
    void addAction(const QString &id, const QString &text, const QString &description, const QString &icon,
                   const QKeySequence &shortcut, const std::function<void()> &act);

    void applyFilter(const FilterState &state);
    void reloadFacets();
    void selectModel(const QString &name);
    void reloadModel();
    void showModel(const Result<ModelData> &loaded);
    void selectVersion(const QString &key);
    void reloadVersion();
    void showVersion(const Result<VersionData> &loaded);
    void goToPendingVersion();
    void updateActions();
    void fetchMissing(const QStringList &digests);

    void import(const QString &kind);
    void importFile(const QString &kind, const QString &version, const QString &path);
    void importFiles(const QStringList &paths);
    void requestRelease();
    void runVerb(const QString &verb);
    void registerModel();
    void registerVersion();
    void askToOpen(const QUrl &link, const QString &readable);
    [[nodiscard]] QString verbProblem(const QString &verb) const;

    Workspace *m_workspace;
    ActionRegistry *m_registry;
    QSettings *m_settings;
    FilterBar *m_filter;
    QSplitter *m_split;
    DataTable *m_models;
    RecordListModel *m_modelList;
    ModelListLook *m_modelLook;
    QStackedWidget *m_detail;
    EmptyState *m_noModel;
    SectionHeader *m_modelHeader;
    FactLine *m_modelFacts;
    QSplitter *m_versionSplit;
    QLineEdit *m_versionWords;
    TextLabel *m_versionCount;
    DataTable *m_versions;
    RecordListModel *m_versionList;
    VersionListLook *m_versionLook;
    QStackedWidget *m_versionStack;
    EmptyState *m_noVersion;
    VersionPage *m_page;
    CardActions *m_cardActions = nullptr;

    ModelFacets m_facets;
    QString m_model;          ///< chosen
    QString m_version;        ///< chosen, "model/version"
    QString m_pendingVersion; ///< asked for by a link before its list was there
    std::optional<ModelData> m_modelData;
    std::optional<VersionData> m_data;
    std::stop_source m_facetJob, m_modelJob, m_versionJob;
    quint64 m_modelGeneration = 0, m_versionGeneration = 0;
    QSet<QString> m_fetching;
    QTimer m_facetTimer, m_detailTimer;
};

PlaceEntry registryPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign
