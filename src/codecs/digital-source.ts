/**
 * How our pictures came about, in the IPTC's words: "mix or composite of several elements, any of which may or may not be generative
 * AI". They are made of two given photos, whose own origin is unknown; the pose network only measures and no pixel comes out of a
 * trained model, so that "compositeWithTrainedAlgorithmicMedia" would be untrue (ADR-0015).
 * Source   IPTC NewsCodes, digitalsourcetype, as of 2024-09-17.
 */
export const DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/composite";

/** An XMP packet that says so. Source: IPTC Photo Metadata Standard 2023.1, Digital Source Type; XMP specification part 1. */
export const DIGITAL_SOURCE_XMP = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    Iptc4xmpExt:DigitalSourceType="${DIGITAL_SOURCE_TYPE}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;
