package org.gale.engine.report.verdict;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.gale.engine.config.TerminalText;

/** Verdicts as the report of one test suite, in the form of Surefire's schema 3.0. Pure functions. */
final class JUnitXml
{
    private JUnitXml()
    {
    }

    /** Writes a suite with a case for each verdict. The writer is flushed, not closed. */
    static void write(final Verdicts verdicts, final Writer writer) throws IOException
    {
        try
        {
            final XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(writer);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", verdicts.command());
            xml.writeAttribute("time", time(verdicts.all().stream().mapToDouble(Verdict::seconds).sum()));
            xml.writeAttribute("tests", Integer.toString(verdicts.all().size()));
            xml.writeAttribute("errors", Long.toString(verdicts.count(Verdict.Status.ERROR)));
            xml.writeAttribute("skipped", Long.toString(verdicts.count(Verdict.Status.SKIPPED)));
            xml.writeAttribute("failures", Long.toString(verdicts.count(Verdict.Status.FAILED)));
            for (final Verdict verdict : verdicts.all())
            {
                xml.writeCharacters("\n  ");
                write(xml, verdicts.command().replace(' ', '.'), verdict);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        }
        catch (final XMLStreamException ex)
        {
            throw new IOException(ex);
        }
    }

    private static void write(final XMLStreamWriter xml, final String className, final Verdict verdict)
        throws XMLStreamException
    {
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", TerminalText.line(verdict.name()));
        xml.writeAttribute("classname", className);
        xml.writeAttribute("time", time(verdict.seconds()));
        final String message = TerminalText.line(verdict.message());
        switch (verdict.status())
        {
            case PASSED -> xml.writeCharacters("");
            case SKIPPED ->
            {
                xml.writeStartElement("skipped");
                xml.writeAttribute("message", message);
                xml.writeEndElement();
            }
            case FAILED, ERROR ->
            {
                xml.writeStartElement(verdict.status() == Verdict.Status.FAILED ? "failure" : "error");
                xml.writeAttribute("message", message);
                xml.writeAttribute("type", className);
                xml.writeCharacters(String.join("\n", verdict.details().stream().map(TerminalText::line).toList()));
                xml.writeEndElement();
            }
        }
        xml.writeEndElement();
    }

    private static String time(final double seconds)
    {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
