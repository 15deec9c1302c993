// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardtables.h"

namespace countersign {

using As = CardRule::As;
using Entry = CardEntryRule::As;

namespace {

/// An older spelling: read, never written.
CardRule older(CardRule rule)
{
    rule.readOnly = true;
    return rule;
}

} // namespace

const QList<CardEntryRule> &modelCardToolkitData()
{
    static const QList<CardEntryRule> entries{{"name", "name"},
                                              {"description", "description"},
                                              {"link", "url"},
                                              {"sensitive/sensitive_data", "sensitive", Entry::Texts}};
    return entries;
}

const QList<CardRule> &modelCardToolkitRules()
{
    static const QList<CardEntryRule> keyValue{{"key", "name"}, {"value", "value"}};
    static const QList<CardRule> rules{
        {"model_details/name", "identity", "model_name"},
        {"model_details/overview", "identity", "text"},
        {"model_details/documentation", "identity", "documentation"},
        {"model_details/version/name", "identity", "version"},
        {"model_details/version/date", "identity", "date"},
        {"model_details/version/diff", "lineage", "changes"},
        {"model_details/path", "artifacts", "download_location"},
        {"model_details/references", "references", "reference", As::List, 0, 0, "reference"},
        {"model_details/citations", "references", "citation", As::Group, 0, 0, "", {{"citation", "text"}, {"style", "style"}}},
        older({"model_details/citation", "references", "citation", As::Group, 0, 0, "", {{"citation", "text"}, {"style", "style"}}}),
        older({"model_details/license", "licence", "license"}),
        {"model_parameters/model_architecture", "architecture", "model_architecture"},
        {"model_parameters/input_format", "architecture", "input_format"},
        {"model_parameters/output_format", "architecture", "output_format"},
        {"model_parameters/input_format_map", "architecture", "input", As::Group, 0, 0, "", keyValue},
        {"model_parameters/output_format_map", "architecture", "output", As::Group, 0, 0, "", keyValue},
        {"quantitative_analysis/performance_metrics", "evaluationResults", "metric", As::Group, 0, 0, "",
         {{"type", "type"},
          {"value", "value"},
          {"slice", "slice"},
          {"confidence_interval/lower_bound", "lower"},
          {"confidence_interval/upper_bound", "upper"},
          {"threshold", "threshold"}}},
        {"considerations/users", "intendedUses", "user", As::List, 0, 0, "description"},
        {"considerations/use_cases", "intendedUses", "use_case", As::List, 0, 0, "description"},
        {"considerations/limitations", "limitations", "limitation", As::List, 0, 0, "description"},
        {"considerations/tradeoffs", "limitations", "tradeoff", As::List, 0, 0, "description"},
        {"considerations/ethical_considerations", "fairness", "risk", As::Group, 0, 0, "",
         {{"name", "name"}, {"mitigation_strategy", "mitigation"}}},
    };
    return rules;
}

const QList<CardEntryRule> &sageMakerMetric()
{
    static const QList<CardEntryRule> entries{{"name", "type"}, {"notes", "notes", Entry::Text, 1024}};
    return entries;
}

const QList<CardRule> &sageMakerRules()
{
    static const QList<CardEntryRule> metric{{"name", "name"}, {"value", "value", Entry::Number}, {"notes", "notes", Entry::Text, 1024}};
    static const QList<CardEntryRule> parameter{{"name", "name"}, {"value", "value", Entry::Text, 255}};
    static const QList<CardRule> rules{
        {"model_overview/model_description", "identity", "text", As::Text, 1024},
        older({"model_overview/model_id", "identity", "model_id"}),
        older({"model_overview/model_name", "identity", "model_name"}),
        older({"model_overview/model_version", "identity", "version"}),
        {"model_overview/problem_type", "architecture", "task"},
        {"model_overview/algorithm_type", "architecture", "algorithm_type", As::Text, 1024},
        {"model_overview/model_artifact", "artifacts", "artifact", As::List, 1024, 15},
        older({"model_overview/inference_environment/container_image", "architecture", "inference_image", As::List}),
        {"intended_uses/purpose_of_model", "intendedUses", "purpose", As::Text, 2048},
        {"intended_uses/intended_uses", "intendedUses", "text", As::Text, 2048},
        {"intended_uses/factors_affecting_model_efficiency", "limitations", "efficiency_factors", As::Text, 2048},
        {"intended_uses/explanations_for_risk_rating", "safety", "text", As::Text, 2048},
        {"business_details/business_problem", "businessContext", "business_problem", As::Text, 2048},
        {"business_details/business_stakeholders", "businessContext", "business_stakeholders", As::Text, 2048},
        {"business_details/line_of_business", "businessContext", "line_of_business", As::Text, 2048},
        {"training_details/objective_function/function/facet", "trainingProcedure", "objective_facet", As::Text, 63},
        {"training_details/objective_function/function/condition", "trainingProcedure", "objective_condition", As::Text, 63},
        {"training_details/objective_function/notes", "trainingProcedure", "objective_notes", As::Text, 1024},
        {"training_details/training_observations", "trainingProcedure", "text", As::Text, 1024},
        {"training_details/training_job_details/training_arn", "trainingProcedure", "training_job", As::Text, 1024},
        {"training_details/training_job_details/training_environment/container_image", "trainingProcedure", "container_image", As::List, 1024, 15},
        {"training_details/training_job_details/training_metrics", "trainingProcedure", "training_metric", As::Group, 0, 0, "", metric},
        {"training_details/training_job_details/user_provided_training_metrics", "trainingProcedure", "user_training_metric", As::Group, 0, 0, "",
         metric},
        {"training_details/training_job_details/hyper_parameters", "trainingProcedure", "hyperparameter", As::Group, 0, 0, "", parameter},
        {"training_details/training_job_details/user_provided_hyper_parameters", "trainingProcedure", "user_hyperparameter", As::Group, 0, 0, "",
         parameter},
        {"additional_information/ethical_considerations", "fairness", "text", As::Text, 2048},
        {"additional_information/caveats_and_recommendations", "limitations", "text", As::Text, 2048},
        older({"model_package_details/model_package_arn", "lineage", "model_package_arn"}),
        older({"model_package_details/model_package_group_name", "lineage", "model_package_group"}),
        older({"model_package_details/group_name", "lineage", "model_package_group"}),
        older({"model_package_details/model_package_name", "lineage", "model_package_name"}),
        older({"model_package_details/model_package_version", "lineage", "model_package_version"}),
        older({"model_package_details/model_package_status", "approval", "model_package_status"}),
        older({"model_package_details/model_package_description", "lineage", "model_package_description"}),
        older({"model_package_details/model_approval_status", "approval", "model_approval_status"}),
        older({"model_package_details/approval_description", "approval", "approval_description"}),
        older({"model_package_details/domain", "intendedUses", "domain"}),
        older({"model_package_details/task", "architecture", "task"}),
        older({"model_package_details/created_by/user_profile_name", "owners", "created_by"}),
        older({"model_package_details/source_algorithms", "lineage", "source_algorithm", As::Group, 0, 0, "",
               {{"algorithm_name", "name"}, {"model_data_url", "url"}}}),
        older({"model_package_details/inference_specification/containers", "deployment", "container", As::Group, 0, 0, "",
               {{"image", "image"}, {"model_data_url", "url"}, {"nearest_model_name", "nearest_model"}}}),
    };
    return rules;
}

const QList<CardRule> &sageMakerDescription()
{
    static const QList<CardRule> rules{
        {"ModelCardArn", "identity", "card_arn"},
        {"ModelCardName", "identity", "card_name"},
        {"ModelCardVersion", "identity", "card_version"},
        {"ModelCardStatus", "approval", "status"},
        {"CreationTime", "approval", "created"},
        {"LastModifiedTime", "approval", "last_modified"},
        {"CreatedBy/UserProfileName", "owners", "created_by"},
        {"LastModifiedBy/UserProfileName", "owners", "last_modified_by"},
    };
    return rules;
}

const QList<CardRule> &cycloneDxComponentRules()
{
    static const QList<CardRule> rules{
        {"name", "identity", "model_name"},
        {"version", "identity", "version"},
        {"group", "identity", "group"},
        {"purl", "identity", "purl"},
        {"cpe", "identity", "cpe"},
        {"description", "identity", "text"},
        {"copyright", "licence", "copyright"},
        {"pedigree/notes", "lineage", "text"},
    };
    return rules;
}

const QList<CardEntryRule> &cycloneDxDataset()
{
    static const QList<CardEntryRule> entries{{"name", "name"},
                                              {"type", "data_type"},
                                              {"contents/url", "url"},
                                              {"description", "description"},
                                              {"classification", "classification"},
                                              {"sensitiveData", "sensitive", Entry::Texts}};
    return entries;
}

const QList<CardRule> &cycloneDxModelCardRules()
{
    static const QList<CardRule> rules{
        {"modelParameters/approach/type", "trainingProcedure", "approach"},
        {"modelParameters/task", "architecture", "task"},
        {"modelParameters/architectureFamily", "architecture", "architecture_family"},
        {"modelParameters/modelArchitecture", "architecture", "model_architecture"},
        {"modelParameters/inputs", "architecture", "input_format", As::List, 0, 0, "format"},
        {"modelParameters/outputs", "architecture", "output_format", As::List, 0, 0, "format"},
        {"quantitativeAnalysis/performanceMetrics", "evaluationResults", "metric", As::Group, 0, 0, "",
         {{"type", "type"},
          {"value", "value"},
          {"slice", "slice"},
          {"confidenceInterval/lowerBound", "lower"},
          {"confidenceInterval/upperBound", "upper"}}},
        {"considerations/users", "intendedUses", "user", As::List},
        {"considerations/useCases", "intendedUses", "use_case", As::List},
        {"considerations/technicalLimitations", "limitations", "limitation", As::List},
        {"considerations/performanceTradeoffs", "limitations", "tradeoff", As::List},
        {"considerations/ethicalConsiderations", "fairness", "risk", As::Group, 0, 0, "",
         {{"name", "name"}, {"mitigationStrategy", "mitigation"}}},
        {"considerations/fairnessAssessments", "fairness", "assessment", As::Group, 0, 0, "",
         {{"groupAtRisk", "group_at_risk"}, {"benefits", "benefits"}, {"harms", "harms"}, {"mitigationStrategy", "mitigation"}}},
    };
    return rules;
}

const QList<CardEntryRule> &spdxDataset()
{
    static const QList<CardEntryRule> entries{{"name", "name"},
                                              {"software_packageVersion", "version"},
                                              {"summary", "summary"},
                                              {"description", "description"},
                                              {"comment", "comment"},
                                              {"software_downloadLocation", "url"},
                                              {"software_homePage", "home_page"},
                                              {"software_copyrightText", "copyright"},
                                              {"builtTime", "built"},
                                              {"releaseTime", "released"},
                                              {"dataset_datasetType", "data_type", Entry::Texts},
                                              {"dataset_datasetSize", "size", Entry::Number},
                                              {"dataset_datasetAvailability", "availability"},
                                              {"dataset_confidentialityLevel", "classification"},
                                              {"dataset_dataCollectionProcess", "collection_process"},
                                              {"dataset_dataPreprocessing", "preprocessing", Entry::Texts},
                                              {"dataset_datasetNoise", "noise"},
                                              {"dataset_datasetUpdateMechanism", "update_mechanism"},
                                              {"dataset_hasSensitivePersonalInformation", "sensitive_personal_information"},
                                              {"dataset_anonymizationMethodUsed", "anonymisation", Entry::Texts},
                                              {"dataset_intendedUse", "intended_use"},
                                              {"dataset_knownBias", "known_bias", Entry::Texts}};
    return entries;
}

const QList<CardRule> &spdxPackageRules()
{
    static const QList<CardEntryRule> pair{{"key", "name"}, {"value", "value"}};
    static const QList<CardEntryRule> measured{{"key", "type"}, {"value", "value"}};
    static const QList<CardRule> rules{
        {"name", "identity", "model_name"},
        {"software_packageVersion", "identity", "version"},
        {"summary", "identity", "summary"},
        {"description", "identity", "text"},
        {"comment", "identity", "comment"},
        {"software_packageUrl", "identity", "purl"},
        {"software_primaryPurpose", "identity", "primary_purpose"},
        {"software_additionalPurpose", "identity", "additional_purpose", As::List},
        {"software_copyrightText", "licence", "copyright"},
        {"software_downloadLocation", "artifacts", "download_location"},
        {"software_homePage", "references", "home_page"},
        {"software_sourceInfo", "lineage", "source_information"},
        {"ai_domain", "intendedUses", "domain", As::List},
        {"ai_hyperparameter", "trainingProcedure", "hyperparameter", As::Group, 0, 0, "", pair},
        {"ai_informationAboutApplication", "intendedUses", "text"},
        {"ai_informationAboutTraining", "trainingProcedure", "text"},
        {"ai_limitation", "limitations", "text"},
        {"ai_metric", "evaluationResults", "metric", As::Group, 0, 0, "", measured},
        {"ai_metricDecisionThreshold", "decisionThresholds", "threshold", As::Group, 0, 0, "", measured},
        {"ai_modelDataPreprocessing", "trainingProcedure", "preprocessing", As::List},
        {"ai_modelExplainability", "explainability", "method", As::List},
        {"ai_standardCompliance", "compliance", "standard", As::List},
        {"ai_typeOfModel", "architecture", "model_type", As::List},
    };
    return rules;
}

} // namespace countersign
