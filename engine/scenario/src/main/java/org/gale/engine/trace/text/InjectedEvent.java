package org.gale.engine.trace.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.trace.TraceVector;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Interrupt that a host injects into its guest, as the tracepoints of KVM write it. Its CPU is the vCPU, its vector the
 * number that the guest sees. Owner: the calling thread.
 */
final class InjectedEvent
{
    private static final Map<String, Pattern> FORMS = Map.of(
        "vgic_update_irq_pending",
        Pattern.compile("VCPU: (?<vcpu>\\d{1,4}), IRQ (?<irq>\\d{1,9}), level: (?<level>\\d)"),
        "kvm_set_irq", Pattern.compile("gsi (?<gsi>\\d{1,9}) level (?<level>\\d) source -?\\d+"),
        "kvm_msi_set_irq", Pattern.compile("dst (?<hexvcpu>[0-9a-f]{1,4}) vec (?<vec>\\d{1,3}) .*"),
        "kvm_inj_virq", Pattern.compile("(IRQ |irq )(?<virq>(0x)?[0-9a-f]{1,9})(?<again> \\[reinjected\\])?"));
    /** Task of a vCPU, as monitors name their threads. */
    private static final Pattern TASK = Pattern.compile(".*\\bCPU (?<vcpu>\\d{1,4})/KVM.*");
    private static final int HEX = 16;
    private static final int SGI_LIMIT = 16;
    private static final int PPI_LIMIT = 32;

    private String name;
    private int vcpu;
    private TraceVector.VectorKind kind;
    private boolean isRaised;

    /** Returns whether an event is one of those that are injected. */
    static boolean isOne(final EventLine line)
    {
        return FORMS.containsKey(text(line, line.eventStart(), line.eventEnd()));
    }

    /** Parses the arguments of a line whose event {@link #isOne}; false if they are of another form. */
    boolean parse(final EventLine line)
    {
        final String event = text(line, line.eventStart(), line.eventEnd());
        final Matcher arguments = FORMS.get(event).matcher(text(line, line.argument(), line.end()));
        if (!arguments.matches())
        {
            return false;
        }
        kind = TraceVector.VectorKind.MSI;
        isRaised = true;
        vcpu = 0;
        switch (event)
        {
            case "vgic_update_irq_pending" -> gic(arguments);
            case "kvm_set_irq" ->
            {
                name = "gsi" + arguments.group("gsi");
                isRaised = !"0".equals(arguments.group("level"));
            }
            case "kvm_msi_set_irq" ->
            {
                name = "vec" + arguments.group("vec");
                vcpu = Integer.parseInt(arguments.group("hexvcpu"), HEX);
            }
            default -> injected(arguments, line);
        }

        return vcpu < EventLine.CPU_LIMIT;
    }

    /** Returns the name of the vector, such as {@code irq8193}. */
    String name()
    {
        return name;
    }

    /** Returns the vCPU; 0 where the event does not say it. */
    int vcpu()
    {
        return vcpu;
    }

    TraceVector.VectorKind kind()
    {
        return kind;
    }

    /** Returns whether an interrupt is raised, neither lowered nor injected again. */
    boolean isRaised()
    {
        return isRaised;
    }

    private void gic(final Matcher arguments)
    {
        final int irq = Integer.parseInt(arguments.group("irq"));
        name = "irq" + irq;
        vcpu = Integer.parseInt(arguments.group("vcpu"));
        isRaised = !"0".equals(arguments.group("level"));
        kind = irq < SGI_LIMIT ? TraceVector.VectorKind.IPI : irq < PPI_LIMIT ? TraceVector.VectorKind.TIMER :
            TraceVector.VectorKind.MSI;
    }

    private void injected(final Matcher arguments, final EventLine line)
    {
        final Matcher task = TASK.matcher(text(line, line.start(), line.eventStart()));
        name = "irq" + arguments.group("virq");
        vcpu = task.matches() ? Integer.parseInt(task.group("vcpu")) : 0;
        isRaised = arguments.group("again") == null;
    }

    private static String text(final EventLine line, final int from, final int to)
    {
        return new String(line.bytes(), from, to - from, UTF_8);
    }
}
