// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QString>

namespace countersign {

/// Whether a member of this name holds what nobody else should read: tokens, keys, passwords, headers, environments.
[[nodiscard]] bool isSecretName(QStringView name);

/// A run's configuration as it may be shown: values of secret members and texts like "api_key=…", "Bearer …" and keys
/// with a maker's prefix become "(removed)". Long texts are cut, deep and large values thinned out. Any thread.
[[nodiscard]] QJsonValue redactedConfiguration(const QJsonValue &value);
[[nodiscard]] QJsonObject redactedConfiguration(const QJsonObject &object);
/// The same for one text.
[[nodiscard]] QString redactedText(const QString &text);

} // namespace countersign
