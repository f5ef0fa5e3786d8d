package org.gale.engine.storm.law;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gale.engine.storm.model.DevicePlace;
import org.gale.engine.storm.model.DeviceSeam;
import org.gale.engine.storm.model.EventSink;
import org.gale.engine.storm.model.QueueSeam;
import org.gale.engine.storm.model.SendSink;
import org.gale.engine.storm.model.SenderModel;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;

/**
 * A driver and its device, step by step: the device goes on, and handlers begin and end in any order in which the times
 * of the device allow it. Guests take any time. The witness of the device judges each step.
 */
final class HalfWorld implements EventSink, SendSink, DeviceNotes
{
    private static final long LONG_NS = 1_000_000_000;
    private static final long STEP_NS = 100_000;
    private static final String GOES_ON = "the device goes on";

    private final TrafficModel model;
    private final TrafficModel watched;
    private final boolean isWire;
    private long horizonNs;
    private final int events;
    private final boolean[] isPending;
    private final boolean[] isHandled;
    private final long[] endNs;
    private final List<String> seen = new ArrayList<>();
    private long nowNs;
    private String broken;

    /**
     * Makes both halves.
     *
     * @param horizonNs time after which the device goes on no more; 0 without an end
     */
    HalfWorld(final String kind, final Map<String, String> texts, final int events, final int vpes,
        final long horizonNs)
    {
        this.events = events;
        this.horizonNs = horizonNs;
        final TrafficKind traffic = TrafficKinds.of(kind);
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : traffic.settings())
        {
            values = texts.containsKey(setting.name()) ? values.withText(setting, texts.get(setting.name())) : values;
        }
        final ModelShape shape = traffic.shape(traffic.complete(values), events, LONG_NS, false);
        final DevicePlace place = new DevicePlace(events, vpes, new SplittableRandom(1));
        final DeviceLaw law = new DeviceLaw(this, 0, shape, place, () -> 0);
        final QueueSeam[] seams = new QueueSeam[events];
        Arrays.setAll(seams, event -> shown(law.queue(event)));
        final DeviceSeam seam = event -> seams[event];
        model = TrafficKinds.maker(kind).make(
            shape.values(), new DevicePlace(events, vpes, new SplittableRandom(1), law, seam));
        watched = Laws.watched(model, law);
        isWire = !shape.signal().equals(traffic.signal()) || traffic.isPrivate() || traffic.isOfLines();
        isPending = new boolean[events];
        isHandled = new boolean[events];
        endNs = new long[events];
        if (watched instanceof SenderModel sender)
        {
            for (int vpe = 0; vpe < vpes; vpe++)
            {
                sender.running(0, vpe, true);
            }
        }
        seen.clear();
    }

    /** Returns a seam that says what passes, in words. */
    private QueueSeam shown(final QueueSeam seam)
    {
        return (QueueSeam)Proxy.newProxyInstance(QueueSeam.class.getClassLoader(), new Class<?>[]{QueueSeam.class},
            (proxy, method, args) ->
            {
                final String said = switch (method.getName())
                {
                    case "submitted" -> (int)args[0] == 0 ? "" : "submits " + args[0];
                    case "posted" -> "shows " + args[0] + " as complete";
                    case "taken" -> "polls " + args[0];
                    case "expired" -> "wants its wire";
                    case "claimed" -> "takes request " + args[0] + " by old words";
                    default -> "";
                };
                if (!said.isEmpty())
                {
                    seen.add(said);
                }
                try
                {
                    return method.invoke(seam, args);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            });
    }

    /** Returns the steps that may come next. */
    List<String> steps()
    {
        final List<String> steps = new ArrayList<>();
        final long nextNs = model.nextNs();
        final boolean goesOn = nextNs != TrafficModel.NEVER && (horizonNs == 0 || nextNs <= horizonNs);
        if (goesOn)
        {
            steps.add(GOES_ON);
        }
        for (int event = 0; event < events; event++)
        {
            if (isPending[event] && !isHandled[event])
            {
                steps.add("a handler begins, event " + event);
            }
            if (isHandled[event] && (!goesOn || endNs[event] <= Math.max(nowNs, nextNs)))
            {
                steps.add("a handler ends, event " + event);
            }
        }
        if (horizonNs == 0 && (nextNs == TrafficModel.NEVER || nextNs > nowNs + STEP_NS))
        {
            steps.add("time passes");
        }

        return steps;
    }

    /** Lets a number of interrupts be handled at once, before any others come. */
    void handleAtOnce(final int count)
    {
        final long lengthNs = horizonNs;
        horizonNs = 0;
        for (int handled = 0; handled < count;)
        {
            final String step =
                steps().stream().filter(one -> one.startsWith("a handler")).findFirst().orElse(GOES_ON);
            handled += step.startsWith("a handler begins") ? 1 : 0;
            take(step);
        }
        horizonNs = lengthNs;
        while (isHandled[0])
        {
            end(0);
        }
        horizonNs += horizonNs == 0 ? 0 : nowNs;
    }

    /** Returns whether nobody but a clock has a step. */
    boolean isStuck()
    {
        final List<String> steps = steps();

        return steps.isEmpty() || steps.equals(List.of("time passes"));
    }

    /** Returns whether work waits that nobody brings on: at the end of the arrivals some may be under way. */
    boolean hasWork()
    {
        if (horizonNs == 0)
        {
            return true;
        }
        boolean hasWork = model.nextNs() == TrafficModel.NEVER;
        for (int event = 0; event < events; event++)
        {
            hasWork |= model.needsHandler(event);
        }

        return hasWork;
    }

    /** Takes a step, and returns what is seen of it. */
    String take(final String step)
    {
        seen.clear();
        final int at = step.indexOf("event ");
        final int event = at < 0 ? -1 : Integer.parseInt(step.substring(at + 6));
        if (step.equals(GOES_ON))
        {
            nowNs = Math.max(nowNs, model.nextNs());
            if (watched instanceof SenderModel sender)
            {
                sender.send(nowNs, this);
            }
            else
            {
                watched.fire(nowNs, this);
            }
        }
        else if (step.startsWith("a handler begins"))
        {
            isPending[event] = false;
            isHandled[event] = true;
            endNs[event] = nowNs;
            watched.acknowledged(nowNs, event);
            released();
        }
        else if (step.startsWith("a handler ends"))
        {
            end(event);
        }
        else
        {
            nowNs += STEP_NS;
        }

        return step + (seen.isEmpty() ? "" : ": " + String.join(", ", seen));
    }

    private void end(final int event)
    {
        nowNs = Math.max(nowNs, endNs[event]);
        final long longerNs = watched.prolongedNs(nowNs, event);
        if (longerNs > 0)
        {
            endNs[event] = nowNs + longerNs;
            seen.add("goes on");
            return;
        }
        final boolean staysHigh = isWire && watched.staysHigh(event);
        watched.handled(nowNs, event);
        isHandled[event] = false;
        isPending[event] |= staysHigh;
        if (staysHigh)
        {
            seen.add("the line stays high");
        }
    }

    private void released()
    {
        if (watched instanceof SenderModel sender)
        {
            for (int vpe = sender.released(); vpe != SenderModel.NONE; vpe = sender.released())
            {
                seen.add("vCPU " + vpe + " goes on");
            }
        }
    }

    /** {@return how the witness says that a law is broken, or null} */
    String broken()
    {
        return broken;
    }

    /** Returns how often a mistake has acted. */
    long acted()
    {
        return model.acted();
    }

    /** Returns a text that is the same for states with the same future. */
    String key()
    {
        return StateText.of(model, nowNs, horizonNs > 0) + '|' + Arrays.toString(isPending) +
            Arrays.toString(isHandled) + (horizonNs > 0 ? nowNs + Arrays.toString(endNs) : "");
    }

    @Override
    public void raise(final int event)
    {
        isPending[event] = true;
        seen.add("interrupts, event " + event);
    }

    @Override
    public void send(final int vpe, final int event, final long atNs)
    {
        isPending[event] = true;
        seen.add("vCPU " + vpe + " sends event " + event);
    }

    @Override
    public void wake(final int vpe)
    {
        throw new IllegalStateException("each vCPU runs");
    }

    @Override
    public void goesOn(final int device, final long dueNs)
    {
        // One device is compared with none.
    }

    @Override
    public void toldBegun(final int device)
    {
        // Handlers are those of this world.
    }

    @Override
    public void toldEnded(final int device)
    {
        // Handlers are those of this world.
    }

    @Override
    public void requested(final int device, final long ns)
    {
        // No latency is compared.
    }

    @Override
    public void released(final long waitedNs)
    {
        // No latency is compared.
    }

    @Override
    public void broken(final int device, final int event, final String clause, final long ns)
    {
        broken = broken == null ? clause : broken;
    }
}
