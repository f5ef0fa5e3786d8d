package org.gale.engine.command;

/**
 * Failure that a migration is asked for, as a number that MIGRATE carries: the step that fails, and whether it fails
 * twice in a row. A step up to SAVE fails once, because the migration is rolled back, and so does DESTROY (M-MIG-1).
 * Pure functions.
 * <pre>
 *   3 2   0
 *  +-+-----+
 *  |T|step |   T = fails twice   0: no step fails
 *  +-+-----+
 * </pre>
 */
public final class StepFailure
{
    /** Greatest code. */
    public static final int LAST = of(MigrationStep.RESUME, true);

    private static final int TWICE = 8;
    private static final int STEP_MASK = TWICE - 1;

    private StepFailure()
    {
    }

    /**
     * Makes a code.
     *
     * @param isTwice true for a step that fails again when the image is restored once more
     * @return the encoded failure
     */
    public static int of(final MigrationStep step, final boolean isTwice)
    {
        return step.number() | (isTwice ? TWICE : 0);
    }

    /** Returns the step that fails, or null if none does. */
    public static MigrationStep step(final int code)
    {
        return MigrationStep.byNumber(code & STEP_MASK);
    }

    /** Returns whether the step fails twice. */
    public static boolean isTwice(final int code)
    {
        return (code & TWICE) != 0;
    }

    /** Returns the code of what is left once the step has failed, 0 for nothing. */
    public static int next(final int code)
    {
        return isTwice(code) ? code & STEP_MASK : 0;
    }

    /** Returns whether a number is a code, of a step that may fail so often. */
    public static boolean isValid(final long code)
    {
        if (code == 0)
        {
            return true;
        }
        final MigrationStep step = code < 0 || code > LAST ? null : step((int)code);

        return step != null && (!isTwice((int)code) || step.isAfterDestroy());
    }
}
