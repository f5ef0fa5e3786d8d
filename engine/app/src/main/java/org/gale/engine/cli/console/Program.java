package org.gale.engine.cli.console;

/** The program's name for other processes, and its version. Any thread may call it. */
public final class Program
{
    /** Main class, with which a process of the same class path starts {@code gale}. */
    public static final String MAIN_CLASS = "org.gale.engine.cli.GaleCommand";

    private Program()
    {
    }

    /** Returns the version of the jar; classes that lie in no jar have none, and it says so. */
    public static String version()
    {
        final String version = Program.class.getPackage().getImplementationVersion();

        return version == null ? "(no version: not run from its jar)" : version;
    }
}
