package org.gale.engine.storm.profile;

import java.util.Locale;

/** Kind of the migrations of a storm. */
public enum MigrationKind
{
    /** One VM moves at a time. */
    MOVE,
    /** All VMs of a host are stopped together, as by a restart of their monitors or a kexec. */
    UPDATE;

    /** Returns the kind as users write it. */
    String spelling()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
