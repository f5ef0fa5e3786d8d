package org.gale.engine.host;

import net.openhft.posix.PosixAPI;

/** Calls of the host's C library that Java lacks. Made by native code, which a directory of temporary files holds. */
public final class PosixLibrary
{
    /** Reason in messages where the calls cannot be made. */
    static final String MISSING =
        "the library for calls of the host could not be loaded (may its files be written to the temporary directory?)";

    private PosixLibrary()
    {
    }

    /**
     * Returns whether the calls can be made. Where the native code cannot be loaded, all of them fail or do nothing.
     * From any thread.
     */
    public static boolean isPresent()
    {
        return !PosixAPI.posix().getClass().getName().contains("noop");
    }
}
