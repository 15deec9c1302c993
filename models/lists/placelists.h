// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/listspec.h"

namespace countersign {

// The lists that the places show: one function and one enumeration of columns each, in the same order.

struct ModelColumn { enum Column { Name, Latest, Owner, Criticality, Domain, Updated, Count }; };
struct VersionColumn { enum Column { Name, Stage, Release, Author, Criticality, Registered, Count }; };
struct EvaluationColumn { enum Column { Title, Version, Tool, Headline, Completeness, Measured, Imported, Count }; };
struct RequestColumn { enum Column { Number, Version, Environment, State, Policy, RequestedBy, Requested, Due, Count }; };
struct SignoffColumn { enum Column { Verdict, Version, Environment, Role, Person, Round, Recorded, Count }; };
struct WaiverColumn { enum Column { Requirement, Version, Environment, State, Owner, Expires, Count }; };
struct DeploymentColumn { enum Column { Endpoint, Version, Environment, State, Since, Until, Count }; };
struct PersonColumn { enum Column { Name, Roles, Active, Count }; };
struct SignerColumn { enum Column { Person, Label, Key, State, Enrolled, Count }; };
struct LogColumn { enum Column { Leaf, Action, Kind, Id, Actor, At, Count }; };

ListSpec modelList();
ListSpec versionList();
ListSpec evaluationList();
ListSpec requestList();
ListSpec signoffList();
ListSpec waiverList();
ListSpec deploymentList();
ListSpec personList();
ListSpec signerList();
/// Entries of the log, as LogMirror has fetched them.
ListSpec logList();

/// What a state of a kind means for the eye: "approved" is good, "rejected" is bad.
ListTone toneOf(const QString &kind, const QString &state);
/// A state or other choice for people: "changesRequested" → "Changes requested".
QString choiceTitle(const QString &choice);

} // namespace countersign
