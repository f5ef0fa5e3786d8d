package org.gale.engine.command;

import java.util.Locale;

/**
 * Steps of a migration of a VM, in their order (M-MIG-1). Numbers are appended and never reused.
 * <pre>
 *   STOP ──▶ QUIET ──▶ SAVE ──▶ DESTROY ──▶ RESTORE ──▶ RESUME
 *     └────────┴────────┘ rolls back    │     ▲           │ fails: the image is restored once more
 *                                       └─────┴───────────┘
 * </pre>
 */
public enum MigrationStep
{
    /** vCPUs leave KVM_RUN. */
    STOP(1),
    /** Translation entries are withdrawn, and what was under way has reached a table. */
    QUIET(2),
    /** Tables, registers and CPU interfaces are copied into the image. */
    SAVE(3),
    /** The source is given back, and its pages are poisoned. */
    DESTROY(4),
    /** Another VM is made from the image. */
    RESTORE(5),
    /** Translation entries lead to the new VM, its vCPUs run or block again, and what was held is sent. */
    RESUME(6);

    private static final MigrationStep[] STEPS = values();

    private final int number;

    MigrationStep(final int number)
    {
        this.number = number;
    }

    /** Returns the number that a HOST command and its result carry; 0 is no step. */
    public int number()
    {
        return number;
    }

    /** Returns the step as a script spells it. */
    public String spelling()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a failure of this step rolls back, rather than has the image restored once more. */
    public boolean rollsBack()
    {
        return number < DESTROY.number;
    }

    /** Returns whether this step is tried again when the image is restored once more. */
    public boolean isAfterDestroy()
    {
        return number > DESTROY.number;
    }

    /**
     * Finds a step.
     *
     * @param number of a HOST command
     * @return the step, or null if there is none of that number
     */
    public static MigrationStep byNumber(final int number)
    {
        return number >= 1 && number <= STEPS.length ? STEPS[number - 1] : null;
    }

    /**
     * Finds a step.
     *
     * @param text as a script spells it
     * @return the step, or null if there is none of that name
     */
    public static MigrationStep of(final String text)
    {
        for (final MigrationStep step : STEPS)
        {
            if (step.spelling().equals(text))
            {
                return step;
            }
        }

        return null;
    }
}
