package org.gale.engine.storm.profile;

import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.TrafficSource;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;

/**
 * Workload of one storm: its machine, the commands that set it up, the events that a generator offers, and the guests
 * that take them. A profile makes it. All of it follows from the configuration and the seed, so that a storm that is
 * resumed has the same.
 */
public interface Workload extends TrafficSource
{
    /** Returns the machine that the storm needs. */
    MachineConfig machine();

    /** Returns about how many bytes a snapshot of that machine takes at most. */
    long snapshotBytes();

    /**
     * Returns the guests: a source of the commands of a duty cycle. TURNs let guests acknowledge; HOST commands, such
     * as a move of a vCPU, lie in front of them. On the engine's thread.
     *
     * @param machine of the storm, of which the source only asks queries
     * @param clock   of the engine, for time slices and rates
     * @param sending is called when a vCPU is entered or left
     */
    TurnSource guests(Machine machine, NanoClock clock, SendingGuests sending);

    /** Returns the model of the host that runs the guests, for a run in virtual time. */
    HostModel hostModel();

    /**
     * Returns whether an event of the generator may find its interrupt pending, and merge with it. Of a workload in
     * which none may, one that does shows a fault.
     */
    boolean merges();

    /** Returns what the accounting of this workload shows besides the identity. */
    List<AccountingRow> accounting(Machine machine);

    /** Returns the deliberate mistakes that a run of this workload was asked for, and how often each acted. A query. */
    List<StormControl> controls(Machine machine);

    /**
     * Returns the functions that guests have unplugged and plugged in again, of which a witness reads the commands.
     *
     * @return the number; negative while one is unplugged
     */
    long plugged();

    /**
     * Returns the actions between the events, such as moves: what was asked for and done. Called once, after the run.
     *
     * @param firstOfferNs time of the first offer, from which times count
     */
    StormActions actions(long firstOfferNs);

    /**
     * Returns the actions of its guests that a run has done, next to migrations. Called once, after the run.
     *
     * @param migrations that the run has done
     */
    HostModel.Done done(HostModel.Done migrations);

    /**
     * Returns the laws that the rows of the accounting and the actions break, by second counts of them. Called once,
     * after {@link #actions}.
     */
    List<String> faults(List<AccountingRow> rows);
}
