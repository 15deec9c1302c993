// SPDX-License-Identifier: GPL-3.0-or-later
// The interface's meta object is compiled here.
#include "ui/workspace/workspace.h"
