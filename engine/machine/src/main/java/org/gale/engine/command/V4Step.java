package org.gale.engine.command;

/**
 * Code of a step of a transition between software-forwarded and direct injection, as BEGIN and STEP answer it, or of a
 * migration, as MIGRATE and STEP answer it.
 * <pre>
 *  63     42 41 40 39      32 31                    0
 *  +--------+--+--+----------+-----------------------+
 *  |   0    |0 |E |  stage   |  vINTID of the event  |
 *  +--------+--+--+----------+-----------------------+
 *  |   0    |1 |0 |  number  |  new VM, from RESTORE |
 *  +--------+--+--+----------+-----------------------+
 *   E = a step of ENABLE, else of DISABLE   vINTID 0: the step concerns no single event
 * </pre>
 */
public final class V4Step
{
    /** The transition has ended, or none is open. */
    public static final long ENDED = 0;

    private static final long ENABLE = 1L << 40;
    private static final long MIGRATION = 1L << 41;
    private static final int STAGE_SHIFT = 32;
    private static final int STAGE_MASK = 0xff;

    private V4Step()
    {
    }

    /**
     * Makes a code.
     *
     * @param enable true for a step of ENABLE
     * @param stage  number of the step in its protocol, at least 1
     * @param vintid of the event, or 0
     * @return the encoded step
     */
    public static long of(final boolean enable, final int stage, final int vintid)
    {
        return (enable ? ENABLE : 0) | (long)stage << STAGE_SHIFT | vintid;
    }

    /**
     * Makes the code of a step of a migration.
     *
     * @param number    of a {@link MigrationStep}
     * @param successor number of the new VM, 0 before there is one
     * @return the encoded step
     */
    public static long ofMigration(final int number, final int successor)
    {
        return MIGRATION | (long)number << STAGE_SHIFT | successor;
    }

    /** Returns the step of a migration that a code is, or null if it is none. */
    public static MigrationStep migrationStep(final long code)
    {
        return code > 0 && (code & MIGRATION) != 0 ? MigrationStep.byNumber(stage(code)) : null;
    }

    /** Returns the number of the new VM in the code of a step of a migration. */
    public static int successor(final long code)
    {
        return (int)code;
    }

    private static int stage(final long code)
    {
        return (int)(code >>> STAGE_SHIFT) & STAGE_MASK;
    }

    /**
     * Returns the name of a step as a script shows it: the rule's id without {@code V4-P-}, then the event; or
     * the step of the migration, and the new VM of RESUME.
     */
    public static String name(final long code)
    {
        if (code == ENDED)
        {
            return "0";
        }
        final MigrationStep step = migrationStep(code);
        if (step != null)
        {
            return step == MigrationStep.RESUME ? step.spelling() + ' ' + successor(code) : step.spelling();
        }
        final String rule = ((code & ENABLE) != 0 ? "E" : "D") + stage(code);

        return (int)code == 0 ? rule : rule + " " + (int)code;
    }
}
