"""Marks a PDF/A-3 as a carrier of Factur-X, without touching what makes it archivable and accessible."""

import io

import pikepdf
from lxml import etree

FACTUR_X = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
PACKET = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>', b'<?xpacket end="r"?>'
PROPERTIES = {
    "DocumentFileName": "name of the embedded XML invoice file",
    "DocumentType": "INVOICE",
    "Version": "version of the Factur-X schema",
    "ConformanceLevel": "conformance level",
}
DESCRIPTION = f"""
<rdf:Description xmlns:rdf="{RDF}" rdf:about="" xmlns:fx="{FACTUR_X}"><fx:DocumentType>INVOICE</fx:DocumentType>
<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version>
<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>"""
SCHEMAS = f"""
<rdf:Description xmlns:rdf="{RDF}" rdf:about="" xmlns:pdfaExtension="{EXTENSION}">
<pdfaExtension:schemas><rdf:Bag/></pdfaExtension:schemas></rdf:Description>"""


def _schema() -> str:
    properties = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, meaning in PROPERTIES.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource" xmlns:rdf="{RDF}" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{FACTUR_X}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def mark_as_einvoice(pdf: bytes) -> bytes:
    """Adds the metadata that readers of Factur-X and ZUGFeRD look for; deterministic for the same input."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        raw = opened.Root.Metadata.read_bytes()
        start, end = raw.index(b"<x:xmpmeta"), raw.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")
        tree = etree.fromstring(raw[start:end])
        rdf = tree.find(f".//{{{RDF}}}RDF")
        rdf.append(etree.fromstring(DESCRIPTION))
        bag = tree.find(f".//{{{EXTENSION}}}schemas/{{{RDF}}}Bag")
        if bag is None:
            schemas = etree.fromstring(SCHEMAS)
            rdf.append(schemas)
            bag = schemas.find(f".//{{{RDF}}}Bag")
        bag.append(etree.fromstring(_schema()))
        opened.Root.Metadata.write(PACKET[0] + etree.tostring(tree, encoding="utf-8") + PACKET[1])
        target = io.BytesIO()
        opened.save(target, deterministic_id=True)
    return target.getvalue()
