package org.gale.engine.journal;

import net.openhft.posix.PosixAPI;

/**
 * The system properties that keep Chronicle Queue to itself: no telemetry, no disk monitor, no announcement, no
 * thread, and mappings that are gone when a queue is closed. They must be set before the first class of Chronicle
 * loads.
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
     * Does the library that makes {@code madvise} calls work here? The one that does nothing answers 0 to everything;
     * with it only speed is lost.
     */
    public static boolean isPrefaultPossible()
    {
        apply();

        return !PosixAPI.posix().getClass().getName().contains("noop");
    }
}
