package org.gale.engine.journal;

/** Makers of journals' openings, one of them without a deliberate mistake. */
public enum JournalFaults
{
    /** Writers as they are. */
    NONE(JournalMistake.NONE),
    /** A mark is stored before the frame that it names. */
    MARK_BEFORE_FRAME(JournalMistake.MARK_BEFORE_FRAME),
    /** A seal forgets the last frame. */
    SEAL_WITHOUT_LAST_FRAME(JournalMistake.SEAL_WITHOUT_LAST_FRAME),
    /** A segment is purged that the only snapshot needs. */
    PURGE_OF_NEEDED_SEGMENT(JournalMistake.PURGE_OF_NEEDED_SEGMENT);

    private final JournalMistake mistake;

    JournalFaults(final JournalMistake mistake)
    {
        this.mistake = mistake;
    }

    /** Makes an opening. */
    public JournalOpening opening(final JournalConfig config, final JournalHost host)
    {
        return new JournalOpening(config, host, new ZeroWriter(), mistake);
    }
}
