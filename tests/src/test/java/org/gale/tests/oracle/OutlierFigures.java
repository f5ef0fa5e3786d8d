package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/** Slowest responses of a run, as reports list them. */
final class OutlierFigures
{
    private final StormJob job;

    private OutlierFigures(final Run run)
    {
        this.job = run.job;
    }

    /** Writes the slowest responses, ranked by response, then time, VM and LPI. */
    static void write(final ObjectNode json, final Run run, final List<Interrupt> measured)
    {
        final OutlierFigures figures = new OutlierFigures(run);
        final StormJob job = run.job;
        final List<Interrupt> slowest = measured.stream()
            .sorted(Comparator.comparingLong((Interrupt one) -> -one.responseNs())
                .thenComparingLong(one -> one.beganNs).thenComparingInt(Interrupt::vm).thenComparingInt(figures::shown))
            .limit(job.root.get("outliers").asInt()).toList();
        final ArrayNode all = json.putArray("outliers");
        final ArrayNode commands = json.putObject("host").putArray("outliers");
        for (final Interrupt interrupt : slowest)
        {
            figures.outlier(all.addObject(), interrupt);
            final List<Long> raises =
                run.journal.raises.getOrDefault(JournalText.key(interrupt.vm(), interrupt.lpi()), List.of());
            commands.addObject().put(
                "command", job.isOfFunctions() ? (Long)interrupt.command :
                interrupt.number < raises.size() ? raises.get(interrupt.number) : null);
        }
    }

    /** Returns the rank of an LPI, or of the timer or the line for which one stands, in its VM. */
    private int shown(final Interrupt interrupt)
    {
        return interrupt.isTimer ? ~interrupt.handler.vpe :
            interrupt.isOfLine() ? ~((1 << 24) + spi(interrupt)) : interrupt.lpi();
    }

    private int spi(final Interrupt interrupt)
    {
        return job.lines(job.kind.equals("kvm") ? interrupt.device.stream().vm() : null).stream()
            .map(line -> JournalText.key((int)line[0], (int)line[1])).toList()
            .indexOf(JournalText.key(interrupt.vm(), interrupt.lpi()));
    }

    private void outlier(final ObjectNode node, final Interrupt interrupt)
    {
        node.put("response_ns", interrupt.responseNs());
        node.put("at_ns", interrupt.beganNs);
        node.put("vm", interrupt.vm());
        if (interrupt.isTimer)
        {
            node.put("ppi", 27);
            node.put("vpe", interrupt.handler.vpe);
        }
        else if (interrupt.isOfLine())
        {
            node.put("spi", spi(interrupt));
        }
        else
        {
            node.put("lpi", interrupt.lpi() + (job.kind.equals("gicv4") ? 8192 : 0));
        }
        final ObjectNode stages = node.putObject("stages");
        Stages.of(interrupt).forEach(stages::put);
        node.put("path", interrupt.path);
    }
}
