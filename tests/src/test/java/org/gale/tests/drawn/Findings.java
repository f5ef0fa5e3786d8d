package org.gale.tests.drawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.gale.tests.drawn.plain.PlainInterrupt;

/**
 * Findings of a session where model and machine were compared: lost messages, invented interrupts, and
 * replies that differ. Owned by one thread.
 */
final class Findings
{
    private static final int SHOWN = 6;

    private final TextSession session;
    private final List<String> lost = new ArrayList<>();
    private final List<String> invented = new ArrayList<>();
    private final List<String> differing = new ArrayList<>();
    private final List<String> lostPpis = new ArrayList<>();
    private String told;
    private String error;

    Findings(final TextSession session)
    {
        this.session = session;
    }

    /** Notes a message that the model delivers or holds pending, and that is neither in the machine. */
    void lost(final String what)
    {
        lost.add(at(what));
    }

    /** Notes an interrupt that the machine delivers or holds pending, and the model does not. */
    void invented(final String what)
    {
        invented.add(at(what));
    }

    /** Notes a private interrupt that one of the two has pending. */
    void ppi(final String what)
    {
        lostPpis.add(at(what));
    }

    /** Notes a promise of the simulator that is broken. */
    void promise(final String name, final String what)
    {
        switch (name)
        {
            case "P1" -> lost(what);
            case "P2" -> invented(what);
            case "PPI" -> ppi(what);
            default -> differs(name + ": " + what);
        }
    }

    /** Notes a reply or a state that is another one than the model's. */
    void differs(final String what)
    {
        differing.add(at(what));
    }

    /** Expects that a check of whole tables, which assertions turn on, reports tables that overlap. */
    void overlaps()
    {
        session.notices().removeIf(notice -> notice.startsWith("! P3") && notice.contains(" overlaps "));
    }

    /** Returns how many messages are lost. */
    int lostCount()
    {
        return lost.size();
    }

    /** Returns how many interrupts are invented. */
    int inventedCount()
    {
        return invented.size();
    }

    /** Says that the last message that was lost is in the machine, elsewhere than in the model. */
    void foundLost()
    {
        differing.add(lost.remove(lost.size() - 1));
    }

    /** Says that the last interrupt that was invented is a message that the model has elsewhere. */
    void foundInvented()
    {
        differing.add(invented.remove(invented.size() - 1));
    }

    /** Notes an entry that is another one than the model's, and has the model go on with it. */
    void entry(final PlainInterrupt interrupt, final int word)
    {
        final String name = "0x" + Integer.toHexString(interrupt.intid());
        final boolean isPending = (word & 1) != 0;
        if (interrupt.isStored())
        {
            differs(name + ", which software stored into, is 0x" + Integer.toHexString(word) + " instead of 0x" +
                Integer.toHexString(interrupt.word()));
        }
        else if (interrupt.isPending() && !isPending)
        {
            lost(name + " is not pending");
        }
        else if (!interrupt.isPending() && isPending)
        {
            invented(name + " is pending");
        }
        else
        {
            differs(name + " is 0x" + Integer.toHexString(word) + " instead of 0x" +
                Integer.toHexString(interrupt.word()));
        }
        interrupt.adopt(word);
    }

    /** Compares an answer with that of the model. */
    void compare(final String what, final Object expected, final Object actual)
    {
        if (!Objects.equals(expected, actual))
        {
            differs(what + ": " + actual + " instead of " + expected);
        }
    }

    /** Notes that the session ended by an error of the machine, or an answer with which no host can go on. */
    void error(final Throwable thrown)
    {
        error = at(thrown.toString());
    }

    /** Asks the machine at the end of a session what it knows of its promises. */
    void end()
    {
        try
        {
            told(session.ask("stats"));
        }
        catch (final RuntimeException | AssertionError ex)
        {
            error = error == null ? at(ex.toString()) : error;
        }
    }

    /** Returns what kind of session it was. */
    Outcome outcome()
    {
        final boolean isTold = told != null || !session.notices().isEmpty();
        if (isTold && !lostPpis.isEmpty())
        {
            return Outcome.REPORTED;
        }
        if (!lost.isEmpty() || !invented.isEmpty())
        {
            return isTold ? Outcome.REPORTED : error != null ? Outcome.ENDED : Outcome.SILENT;
        }

        return isTold ? Outcome.AHEAD : error != null ? Outcome.ENDED : !lostPpis.isEmpty() ? Outcome.PRIVATE :
            differing.isEmpty() ? Outcome.SAME : Outcome.DIFFERS;
    }

    private void told(final String stats)
    {
        final boolean isBroken = TextSession.figure(stats, "lost") != 0 || TextSession.figure(stats, "invented") != 0 ||
            TextSession.figure(stats, "remainder") != 0;
        told = isBroken ? stats : null;
    }

    /** Returns the first of all that was found, or an empty text. */
    String text()
    {
        final StringBuilder text = new StringBuilder();
        add(text, "lost", lost);
        add(text, "invented", invented);
        add(text, "private", lostPpis);
        add(text, "differs", differing);
        add(text, "notice", session.notices());
        add(text, "stats", told == null ? List.of() : List.of(told));
        add(text, "error", error == null ? List.of() : List.of(error));

        return text.toString();
    }

    private static void add(final StringBuilder text, final String kind, final List<String> of)
    {
        of.stream().limit(SHOWN).forEach(one -> text.append(kind).append(": ").append(one).append('\n'));
    }

    private String at(final String what)
    {
        return "line " + session.lines().size() + ": " + what;
    }
}
