package org.gale.engine.journal;

import org.gale.engine.host.PosixLibrary;

/**
 * System properties that disable everything of Chronicle Queue that a journal does not use. There is no telemetry, disk
 * monitor, announcement or thread, and mappings are gone when a queue is closed. They must be set before the first
 * class of Chronicle loads.
 */
public final class ChronicleSettings
{
    private ChronicleSettings()
    {
    }

    /**
     * Sets the properties. The command line calls this first in main; a writer calls it again, which changes nothing.
     */
    public static void apply()
    {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("background.releaser", "false");
    }

    /**
     * Returns whether the library that makes {@code madvise} calls works here. The fallback library answers 0 to
     * everything; with it only speed is lost.
     */
    public static boolean isPrefaultPossible()
    {
        apply();

        return PosixLibrary.isPresent();
    }
}
