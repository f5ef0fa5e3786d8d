package org.gale.engine.cli.console;

import org.gale.engine.config.Outcome;

/** Exit codes of the commands of {@code gale}, as the parser of command lines takes them: those of their outcomes. */
public final class ExitCode
{
    public static final int OK = Outcome.OK.exitCode();
    public static final int INTERNAL = Outcome.INTERNAL.exitCode();
    public static final int USAGE = Outcome.USAGE.exitCode();
    public static final int CHECK_FAILED = Outcome.CHECK_FAILED.exitCode();
    public static final int SKIPPED = Outcome.SKIPPED.exitCode();
    public static final int DIVERGED = Outcome.DIVERGED.exitCode();
    public static final int JOURNAL_DAMAGED = Outcome.JOURNAL_DAMAGED.exitCode();
    public static final int INVARIANT_BROKEN = Outcome.INVARIANT_BROKEN.exitCode();
    public static final int RESOURCES = Outcome.RESOURCES.exitCode();
    public static final int INTERRUPTED = Outcome.INTERRUPTED.exitCode();

    private ExitCode()
    {
    }
}
