package org.gale.tests.migration;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;

/** VM of a GICv4 host with two CPUs: two vLPIs of one device, and vCPUs that run on the CPUs of their numbers. */
final class DrivenGicv4 extends Driven
{
    private static final int VINTID = 8192;
    private static final int PRIORITY_SHIFT = 3;
    private static final long DONE = 0;

    private final boolean isDirect;

    /**
     * Makes a driver.
     *
     * @param version  of the architecture, as a line of a script has it
     * @param isDirect true if both vCPUs have direct injection
     */
    DrivenGicv4(final String version, final boolean isDirect)
    {
        super(new SetUp(lines(version, isDirect)));
        this.isDirect = isDirect;
    }

    private static List<String> lines(final String version, final boolean isDirect)
    {
        final List<String> lines = new ArrayList<>(List.of("machine ram=0x40000000:0x280000",
            "v4 host version=" + version + " cpus=2 lpi_bits=14" + (version.equals("4.1") ? " vpeid_bits=2" : ""),
            "v4 create_vm 2"));
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            lines.add("v4 map 0 " + DEVICE + ' ' + (EVENT + i) + ' ' + i + ' ' + (VINTID + i));
            lines.add("v4 config 0 " + (VINTID + i) + ' ' + priority(i) + " 1");
            if (isDirect)
            {
                lines.add("v4 enable 0 " + i);
            }
            lines.add("v4 load 0 " + i + ' ' + i);
        }

        return lines;
    }

    private static int priority(final int interrupt)
    {
        return PlainGuest.priority(interrupt) << PRIORITY_SHIFT;
    }

    @Override
    boolean hasActive()
    {
        return false;
    }

    @Override
    boolean isLevel(final int interrupt)
    {
        return false;
    }

    @Override
    void message(final int event)
    {
        words.putLong(0, Commands.msi(DEVICE, EVENT + event, 0));
        apply("v4 msi " + DEVICE + ' ' + (EVENT + event));
    }

    @Override
    void pend(final int runner, final int interrupt, final boolean is)
    {
        throw new IllegalStateException("no level here");
    }

    @Override
    int acknowledge(final int vcpu)
    {
        apply(V4Verb.ACK, vm(), vcpu);
        final long vintid = value(value(1) == NONE ? 0 : 1);

        return vintid < VINTID ? NONE : (int)vintid - VINTID;
    }

    @Override
    void drop(final int vcpu, final int interrupt)
    {
        apply(V4Verb.EOI, vm(), vcpu, VINTID + interrupt);
    }

    @Override
    void deactivate(final int runner, final int interrupt)
    {
        throw new IllegalStateException("no active bit here");
    }

    @Override
    void enable(final int runner, final int interrupt, final boolean is)
    {
        apply(V4Verb.CONFIG, vm(), VINTID + interrupt, priority(interrupt), is ? 1 : 0);
    }

    @Override
    void move(final int runner, final int interrupt, final int vcpu)
    {
        apply(V4Verb.MOVE, vm(), DEVICE, EVENT + interrupt, vcpu);
    }

    @Override
    void mask(final int vcpu, final boolean is)
    {
        if (is)
        {
            throw new IllegalStateException("the model has no priority mask");
        }
    }

    @Override
    void run(final int vcpu)
    {
        apply(V4Verb.LOAD, vm(), vcpu, vcpu);
    }

    @Override
    void put(final int vcpu)
    {
        apply(V4Verb.PUT, vm(), vcpu);
    }

    @Override
    void block(final int vcpu)
    {
        apply(V4Verb.BLOCK, vm(), vcpu);
    }

    @Override
    boolean isWoken(final int vcpu)
    {
        return ask(V4Verb.WOKEN, vm(), vcpu).equals("1");
    }

    @Override
    String state(final int runner, final int interrupt)
    {
        return ask(V4Verb.STATE, vm(), VINTID + interrupt);
    }

    @Override
    String expected(final PlainGuest plain, final int interrupt)
    {
        return "pending=" + (plain.isPending(interrupt) ? 1 : 0) + " route=" + (isDirect ? "VIRT" : "PHYS") +
            " vcpu=" + plain.target(interrupt) + " spurious=0";
    }

    @Override
    int migrate(final MigrationOrder order, final int failing)
    {
        V4Verb.MIGRATE.encode(words, 0, vm(), order.number(), failing);
        applyVerb("v4 migrate " + vm() + (order == MigrationOrder.RIGHT ? "" : " order=" + order.spelling()) +
            (failing == 0 ? "" : " fail=" + MigrationStep.byNumber(failing).spelling()));

        return answer();
    }

    @Override
    int step()
    {
        V4Verb.STEP.encode(words, 0);
        applyVerb("v4 step");
        final int step = answer();
        if (step == PlainGuest.RESUME)
        {
            successor(V4Step.successor(value(1)));
        }

        return step;
    }

    private int answer()
    {
        final MigrationStep step = V4Step.migrationStep(value(1));

        return value(0) != DONE ? PlainGuest.FAILED : step == null ? PlainGuest.OVER : step.number();
    }

    private void apply(final V4Verb verb, final long... operands)
    {
        verb.encode(words, 0, operands);
        applyVerb(line(verb, operands));
    }

    private String ask(final V4Verb verb, final long... operands)
    {
        verb.encode(words, 0, operands);

        return query(line(verb, operands));
    }

    private static String line(final V4Verb verb, final long... operands)
    {
        final StringBuilder line = new StringBuilder("v4 ").append(verb.spelling());
        for (final long operand : operands)
        {
            line.append(' ').append(operand);
        }

        return line.toString();
    }
}
