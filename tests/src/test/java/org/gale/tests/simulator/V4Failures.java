package org.gale.tests.simulator;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.command.V4FailableStep;

/**
 * Steps of a random GICv4 host's transitions that {@code v4 fail} makes fail, and what the guests' model makes of such
 * a transition. Owned by one thread.
 */
final class V4Failures
{
    private static final int NTH_LIMIT = 5;
    private static final int INTERVAL = 4;
    private static final V4FailableStep[] STEPS = V4FailableStep.values();

    private final HostScript script;
    private final SplittableRandom random;
    private final boolean isOn;
    private final Set<V4FailableStep> armed = EnumSet.noneOf(V4FailableStep.class);
    private int survived;

    /**
     * Prepares the failures of a host.
     *
     * @param isOn true to let steps fail
     */
    V4Failures(final HostScript script, final SplittableRandom random, final boolean isOn)
    {
        this.script = script;
        this.random = random;
        this.isOn = isOn;
    }

    /** Returns how many transitions have failed. */
    int survived()
    {
        return survived;
    }

    /** Asks for the failure of a later step, now and then. */
    void draw()
    {
        if (isOn && random.nextInt(INTERVAL) == 0)
        {
            final V4FailableStep step = STEPS[random.nextInt(STEPS.length)];
            script.all("v4 fail " + step + ' ' + (1 + random.nextInt(NTH_LIMIT)));
            armed.add(step);
        }
    }

    /** Asks for the failure of the first allocation of a VM's vCPUs, now and then. Returns whether it did. */
    boolean drawFirst()
    {
        final boolean fails = isOn && random.nextBoolean();
        if (fails)
        {
            script.all("v4 fail " + V4FailableStep.E2);
            survived++;
        }

        return fails;
    }

    /**
     * Takes over the end of a transition, if a step that was to fail did.
     *
     * @param enables whether the transition was to make the vCPU direct
     * @param answer  of the line that ended it
     * @return true if it failed
     */
    boolean isFailure(final DirectVcpu vcpu, final boolean enables, final String answer)
    {
        final V4FailableStep step = answer.equals("OK -EIO") ? enables ? V4FailableStep.E5 : V4FailableStep.D5 :
            enables && (answer.equals("OK -ENOSPC") || answer.equals("OK -ENOMEM")) ? V4FailableStep.E2 : null;
        if (step == null || !armed.remove(step))
        {
            return false;
        }
        survived++;
        vcpu.isDirect = !enables;                                               // V4-P-E2, V4-P-E7, V4-P-D11
        vcpu.isMixed = !enables;
        vcpu.mayBeWoken = true;
        vcpu.allowSpurious();                                                   // the swaps back

        return true;
    }
}
