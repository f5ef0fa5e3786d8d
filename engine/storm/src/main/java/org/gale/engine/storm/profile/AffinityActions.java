package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;

/** Moves of vectors by guests, as actions of a report. Pure functions. */
final class AffinityActions
{
    private static final String MOVE = "move";

    private AffinityActions()
    {
    }

    /** Returns a host whose guests move their vectors as a configuration and settings ask; the same where none does. */
    static HostModel moving(final HostModel host, final StormConfig config, final SettingValues own)
    {
        final List<Affinity> rules = rules(config);
        final HostModel.Moving moving =
            new HostModel.Moving(!rules.isEmpty(), own.valueOrDefault(VectorSettings.MOVES));

        return moving.isNone() ? host : host.with(moving,
            done -> and(host.reporter().apply(done), asked(rules, moving.drawn(), done.vectors())));
    }

    private static List<Affinity> rules(final StormConfig config)
    {
        return config.shape().groups().stream().map(group -> group.guest().affinity())
            .filter(rule -> rule.periodNs() > 0).distinct().toList();
    }

    private static List<AskedActions> asked(
        final List<Affinity> rules, final ActionRate drawn, final HostModel.Vectors done)
    {
        final List<AskedActions> kinds = new ArrayList<>();
        final List<Affinity> balancers = rules.stream().filter(Affinity::hasBalancer).toList();
        if (!balancers.isEmpty())
        {
            kinds.add(asked(VirtualSettings.AFFINITY_EVERY, balancers, done.balanced()));
        }
        final List<Affinity> offline =
            rules.stream().filter(rule -> rule.hasOffline() && !rule.offline().isManaged()).toList();
        if (!offline.isEmpty())
        {
            kinds.add(asked(VirtualSettings.OFFLINE_EVERY, offline, done.spread()));
        }
        final List<Affinity> managed = rules.stream().filter(rule -> rule.offline().isManaged()).toList();
        if (!managed.isEmpty())
        {
            kinds.add(new AskedActions(VirtualSettings.OFFLINE_MANAGED, "shutdown", ActionRate.NONE, true,
                done.managed().due(), done.managed().shutDown(), done.managed().shutDown(),
                "a queue did not come to its end within a second",
                times(VirtualSettings.OFFLINE_EVERY, managed, rule -> rule.offline().everyNs())));
            kinds.add(new AskedActions(VirtualSettings.OFFLINE_FOR, "wait", ActionRate.NONE, false,
                done.managed().waited(), done.managed().waited(), done.managed().wentOn(), "",
                times(VirtualSettings.OFFLINE_FOR, managed, rule -> rule.offline().forNs())));
        }
        if (!drawn.isNone())
        {
            kinds.add(new AskedActions(VectorSettings.MOVES, MOVE, drawn, true, done.drawnDue(), done.drawn(),
                done.drawn(), "no vCPU of a VM with vectors was in its guest, or a move had another step to go"));
        }

        return kinds;
    }

    /** Returns the moves of guests by these rules, of which balancers by load may find nothing to do. */
    private static AskedActions asked(final Setting<Long> every, final List<Affinity> rules, final long moves)
    {
        return AskedActions.byPeriod(every, MOVE, times(every, rules, Affinity::periodNs),
            rules.stream().anyMatch(rule -> rule.policy() == Affinity.Policy.ROUND), moves, moves);
    }

    private static String times(
        final Setting<Long> time, final List<Affinity> rules, final ToLongFunction<Affinity> ns)
    {
        return rules.stream().mapToLong(ns).distinct()
            .mapToObj(one -> SettingValues.NONE.with(time, one).shown(time)).collect(Collectors.joining(", "));
    }

    private static StormActions and(final StormActions others, final List<AskedActions> moves)
    {
        final ActionTimeline timeline =
            others.timeline() == null ? new ActionTimeline(0, 0, List.of()) : others.timeline();

        return new StormActions(Stream.concat(others.kinds().stream(), moves.stream()).toList(), timeline,
            others.migrations());
    }

    /**
     * Refuses guests that move vectors while something else acts on their VM.
     *
     * @throws SettingException if something does
     */
    static void checkAlone(final StormConfig config, final SettingValues own)
    {
        final boolean isDrawn = own.isOther(VectorSettings.MOVES);
        final boolean isMoving = isDrawn || !rules(config).isEmpty();
        for (final Setting<?> other : List.of(MigrationSettings.EVERY, OvercommitSettings.IRSEN))
        {
            if (isMoving && own.isOther(other))
            {
                throw new SettingException(other, "'", own.text(other), "' and ",
                    isDrawn ? VectorSettings.MOVES : "guest.", isDrawn ? "" : VirtualSettings.AFFINITY_EVERY,
                    " both act on a VM (leave one of them out)");
            }
        }
        checkVcpus(config, own);
    }

    /**
     * Refuses moves of vectors of VMs that have one vCPU each.
     *
     * @throws SettingException if all have
     */
    static void checkVcpus(final StormConfig config, final SettingValues own)
    {
        if (own.isOther(VectorSettings.MOVES) &&
            config.shape().groups().stream().allMatch(group -> group.vpes() == 1))
        {
            throw new SettingException(VectorSettings.MOVES, "'", own.text(VectorSettings.MOVES),
                "' needs another vCPU to which vectors can move, and each VM has one (try ", StormSettings.VPES,
                " 4, or leave it out)");
        }
    }
}
